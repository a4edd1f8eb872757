using System.Text.RegularExpressions;
using PathwayOrleans.Configuration;
using PathwayOrleans.Testing.Folders;

namespace PathwayOrleans.Docs.Tests;

/// <summary>Compares docs/configuration.md with the options classes and with the keys that the code reads by name.</summary>
public sealed partial class ConfigurationPageTests
{
    // Keys that are read without an options class.
    private static readonly ConfigurationKey[] SingleKeys =
    [
        new("Pathway:Source", "text", "kafka"),
        new("Pathway:ServiceId", "text", "pathway"),
        new("Pathway:StopWhenInputEnds", "boolean", "false"),
    ];

    private static readonly string[] ProductFolders =
    [
        "Aggregation", "Sources", "Storage", "Engine", "Standalone", "Grains.Interfaces", "Grains", "Silo", "HttpApi",
        "CommandLine", "Cli", "Client", "Producer",
    ];

    private readonly IReadOnlyDictionary<string, string[]> _rows = Row().Matches(Page.Read("docs/configuration.md").Text)
        .Select(row => row.Value.Trim().Trim('|').Split(" | ").Select(cell => cell.Trim()).ToArray())
        .ToDictionary(cells => cells[0].Trim('`'));

    private static IEnumerable<ConfigurationKey> Keys => ConfigurationKey.OfOptionsClasses().Concat(SingleKeys);

    [Fact]
    public void Every_key_is_on_the_page_and_every_key_on_the_page_exists() =>
        Assert.Equal(Keys.Select(key => key.Name).Order(StringComparer.Ordinal), _rows.Keys.Order(StringComparer.Ordinal));

    // Programs check the keys of sections whose options they do not know.
    [Fact]
    public void The_keys_that_all_programs_accept_are_those_of_the_options_classes() => Assert.Equal(
        Keys.Select(key => Placeholder().Replace(key.Name, PathwayKeys.AnyName)).Order(StringComparer.Ordinal),
        PathwayKeys.All.Select(key => $"Pathway:{string.Join(':', key)}").Order(StringComparer.Ordinal));

    [Fact]
    public void Types_and_defaults_are_those_of_the_options_classes()
    {
        string[] wrong = [.. Keys
            .Where(key => _rows.TryGetValue(key.Name, out string[]? cells)
                && !(cells[1] == key.Type && HasDefault(cells[2], key.Default)))
            .Select(key => $"{key.Name}: {key.Type}, {key.Default}")];

        Assert.Empty(wrong);
    }

    [Fact]
    public void Every_key_has_a_meaning() =>
        Assert.Empty(_rows.Where(row => row.Value is not [_, _, _, { Length: > 0 }]).Select(row => row.Key));

    [Fact]
    public void Keys_that_the_code_names_are_on_the_page()
    {
        string[] sections = [.. Keys.Select(key => key.Name)];
        string[] unknown = [.. ProductFolders.Select(folder => RepositoryFolder.PathOf(folder)).Where(Directory.Exists)
            .SelectMany(folder => Directory.EnumerateFiles(folder, "*.cs", SearchOption.AllDirectories))
            .SelectMany(file => Literal().Matches(File.ReadAllText(file)).Select(literal => literal.Groups["key"].Value))
            .Distinct()
            .Where(key => !Array.Exists(sections, name => name == key || name.StartsWith(key + ":", StringComparison.Ordinal)))];

        Assert.Empty(unknown);
    }

    private static bool HasDefault(string cell, string? value) =>
        value is null || cell.Contains($"`{value}`", StringComparison.Ordinal);

    [GeneratedRegex(@"^\| `Pathway:.*$", RegexOptions.Multiline)]
    private static partial Regex Row();

    [GeneratedRegex("\\b[A-Z]{2,}\\b")]
    private static partial Regex Placeholder();

    [GeneratedRegex("\"(?<key>Pathway(:[A-Za-z]+)+)\"")]
    private static partial Regex Literal();
}
