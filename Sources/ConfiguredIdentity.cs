namespace PathwayOrleans.Sources;

/// <summary>An identity that the operator configured. It is trusted for what the brokers do not tell.</summary>
/// <param name="Name">The configured name.</param>
/// <param name="Log">What the brokers call the log; null if they do not tell.</param>
internal sealed record ConfiguredIdentity(string Name, string? Log) : ISourceIdentity
{
    public string? IncarnationPrefix => null;

    public bool IsAccepted => true;

    public string DescribeRecreation(string earlier) =>
        $"The source is configured as '{Name}', and was counted before as '{earlier}'.";

    public string DescribeOtherName(string other) =>
        $"The log '{Log}' was counted before under the source name '{other}', and this process is configured to use " +
        $"'{Name}'. Its records would be counted a second time. " +
        (other == Log
            ? "Remove the configured name (Pathway:Kafka:SourceName) to go on from there"
            : $"Set the name (Pathway:Kafka:SourceName) to '{other}' to go on from there") +
        ", or run `./pathway reset --all` to start over.";
}
