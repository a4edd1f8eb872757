namespace PathwayOrleans.Sources;

/// <summary>An identity that the operator configured. It is trusted: the source is not asked.</summary>
/// <param name="Name">The configured name.</param>
internal sealed record ConfiguredIdentity(string Name) : ISourceIdentity
{
    public string? IncarnationPrefix => null;

    public bool IsAccepted => true;

    public string DescribeRecreation(string earlier) =>
        $"The source is configured as '{Name}', and was counted before as '{earlier}'.";
}
