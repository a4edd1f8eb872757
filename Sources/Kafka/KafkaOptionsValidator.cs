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
            problems.Add($"{KafkaOptions.Section}:{nameof(options.BootstrapServers)} is '{options.BootstrapServers}'; host:port[,host:port…] is right.");
        }

        if (!TopicName().IsMatch(options.Topic ?? ""))
        {
            problems.Add($"{KafkaOptions.Section}:{nameof(options.Topic)} is '{options.Topic}'; 1 to 249 of a-z, A-Z, 0-9, '.', '_' and '-' is right, save '.' and '..'.");
        }

        if (string.IsNullOrWhiteSpace(options.GroupId))
        {
            problems.Add($"{KafkaOptions.Section}:{nameof(options.GroupId)} is empty; a group name such as pathway-consumer is right.");
        }

        if (options.SourceName is { } source && (source.Length > 200 || source.Any(char.IsControl)))
        {
            problems.Add($"{KafkaOptions.Section}:{nameof(options.SourceName)} is '{source}'; up to 200 printable characters are right.");
        }

        foreach (string property in options.Client.Keys.Where(KafkaClientSettings.IsReserved).Order(StringComparer.Ordinal))
        {
            problems.Add(
                $"{KafkaOptions.Section}:Client:{property} is set, but exactness rests on PathwayOrleans' own value; remove it" +
                (KafkaClientSettings.KeyFor(property) is { } key ? $" and use {KafkaOptions.Section}:{key}." : "."));
        }

        return problems.Count == 0 ? ValidateOptionsResult.Success : ValidateOptionsResult.Fail(problems);
    }

    private static bool IsServerList(string? servers) =>
        servers is not null && servers.Split(',').All(server => Server().Match(server) is { Success: true } match
            && int.Parse(match.Groups["port"].ValueSpan, NumberStyles.None, CultureInfo.InvariantCulture) is > 0 and <= ushort.MaxValue);

    [GeneratedRegex(@"\A([^\s,:/\[\]]+|\[[0-9a-fA-F:.]+\]):(?<port>[0-9]{1,5})\z")]
    private static partial Regex Server();

    // Kafka takes "." and ".." for folders, and refuses them.
    [GeneratedRegex(@"\A(?!\.{1,2}\z)[a-zA-Z0-9._-]{1,249}\z")]
    private static partial Regex TopicName();
}
