using System.Globalization;
using System.Text.RegularExpressions;
using Microsoft.Extensions.Options;

namespace PathwayOrleans.Sources.Kafka;

/// <summary>Checks <see cref="KafkaOptions"/> when the process starts.</summary>
public sealed partial class KafkaOptionsValidator : IValidateOptions<KafkaOptions>
{
    public ValidateOptionsResult Validate(string? name, KafkaOptions options)
    {
        ArgumentNullException.ThrowIfNull(options);
        var problems = new List<string>();
        if (!IsServerList(options.BootstrapServers))
        {
            problems.Add(
                $"{KafkaOptions.Section}:{nameof(options.BootstrapServers)} is '{options.BootstrapServers}'; " +
                "it must be host:port[,host:port…].");
        }

        if (!TopicName().IsMatch(options.Topic ?? ""))
        {
            problems.Add(
                $"{KafkaOptions.Section}:{nameof(options.Topic)} is '{options.Topic}'; " +
                "it must be 1 to 249 of a-z, A-Z, 0-9, '.', '_' and '-', and neither '.' nor '..'.");
        }

        if (string.IsNullOrWhiteSpace(options.GroupId))
        {
            problems.Add(
                $"{KafkaOptions.Section}:{nameof(options.GroupId)} is empty; it must be a group name such as pathway-consumer.");
        }

        if (options.SourceName is { } source && (source.Length > 200 || source.Any(char.IsControl)))
        {
            problems.Add(
                $"{KafkaOptions.Section}:{nameof(options.SourceName)} is '{source}'; it must be at most 200 printable " +
                "characters.");
        }

        foreach (string property in options.Client.Keys.Where(KafkaClientSettings.IsReserved).Order(StringComparer.Ordinal))
        {
            problems.Add(
                $"{KafkaOptions.Section}:Client:{property} is set, but exactly-once counting requires PathwayOrleans' own " +
                "value; " +
                "remove it" +
                (KafkaClientSettings.KeyFor(property) is { } key ? $" and use {KafkaOptions.Section}:{key}." : "."));
        }

        return problems.Count == 0 ? ValidateOptionsResult.Success : ValidateOptionsResult.Fail(problems);
    }

    private static bool IsServerList(string? servers) =>
        servers is not null && servers.Split(',').All(server => Server().Match(server) is { Success: true } match
            && int.Parse(match.Groups["port"].ValueSpan, NumberStyles.None, CultureInfo.InvariantCulture)
                is > 0 and <= ushort.MaxValue);

    [GeneratedRegex(@"\A([^\s,:/\[\]]+|\[[0-9a-fA-F:.]+\]):(?<port>[0-9]{1,5})\z")]
    private static partial Regex Server();

    // Kafka rejects "." and "..", which would be names of folders.
    [GeneratedRegex(@"\A(?!\.{1,2}\z)[a-zA-Z0-9._-]{1,249}\z")]
    private static partial Regex TopicName();
}
