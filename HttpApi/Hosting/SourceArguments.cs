using System.CommandLine;
using PathwayOrleans.CommandLine;
using PathwayOrleans.Sources;

namespace PathwayOrleans.HttpApi.Hosting;

/// <summary>The options that name a source. They override the configuration.</summary>
public sealed class SourceArguments
{
    private readonly Entry[] _entries;

    /// <param name="kinds">Which settings of the connectors are options.</param>
    public SourceArguments(params SourceSettingKind[] kinds)
        : this(SourceConnectors.All, kinds)
    {
    }

    /// <param name="connectors">The connectors.</param>
    /// <param name="kinds">Which settings of the connectors are options.</param>
    internal SourceArguments(IReadOnlyList<ISourceConnector> connectors, params SourceSettingKind[] kinds) => _entries =
    [
        .. from connector in connectors
           from setting in connector.Settings
           where kinds.Contains(setting.Kind)
           select new Entry(connector, setting, new Option<string?>(setting.Option)
           {
               Description = $"{setting.Description} [{setting.Key}]",
               HelpName = setting.ValueName,
           }),
    ];

    /// <summary>The options that name a log, for messages.</summary>
    public string LogOptions => string.Join(
        " or ", _entries.Where(entry => entry.Setting.Kind == SourceSettingKind.Log).Select(entry => entry.Setting.Option));

    /// <summary>Adds the options to a command.</summary>
    public void AddTo(Command command)
    {
        ArgumentNullException.ThrowIfNull(command);
        foreach (Entry entry in _entries)
        {
            command.Options.Add(entry.Option);
        }
    }

    /// <summary>Whether a log is named on the command line.</summary>
    public bool NamesLog(ParseResult parsed) =>
        _entries.Any(entry => entry.Setting.Kind == SourceSettingKind.Log && parsed.GetValue(entry.Option) is not null);

    /// <summary>Keys and values of the options that are given. An option of a connector also selects the connector.</summary>
    /// <exception cref="CommandFailedException">Options of several connectors are given.</exception>
    public IReadOnlyList<KeyValuePair<string, string?>> Overrides(ParseResult parsed)
    {
        ArgumentNullException.ThrowIfNull(parsed);
        Entry[] given = [.. _entries.Where(entry => parsed.GetValue(entry.Option) is not null)];
        string[] connectors = [.. given.Select(entry => entry.Connector.Name).Distinct()];
        return connectors.Length > 1
            ? throw new CommandFailedException(
                $"{string.Join(", ", given.Select(entry => entry.Setting.Option))} are options of different sources " +
                $"({string.Join(", ", connectors)}). Give the options of one.")
            :
            [
                .. given.Select(entry => KeyValuePair.Create(entry.Setting.Key, parsed.GetValue(entry.Option))),
                .. connectors.Select(name => KeyValuePair.Create<string, string?>(SourceConnectors.Key, name)),
            ];
    }

    private sealed record Entry(ISourceConnector Connector, SourceSetting Setting, Option<string?> Option);
}
