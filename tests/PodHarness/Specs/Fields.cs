using System.Globalization;
using YamlDotNet.RepresentationModel;

namespace PathwayOrleans.PodHarness.Specs;

/// <summary>
/// A mapping in a manifest, read field by field. <see cref="Finish"/> rejects fields that were not read, so that no field is
/// ignored silently.
/// </summary>
internal sealed class Fields
{
    private readonly string _path;
    private readonly YamlMappingNode _node;
    private readonly HashSet<string> _unread;

    internal Fields(string path, YamlNode node)
    {
        _path = path;
        _node = node as YamlMappingNode ?? throw new FormatException($"{path} is '{node}'; it must be a mapping.");
        _unread = [.. _node.Children.Keys.Select(key => key.ToString())];
    }

    /// <summary>All fields with their texts.</summary>
    internal Dictionary<string, string> Texts()
    {
        _unread.Clear();
        return _node.Children.ToDictionary(child => child.Key.ToString(), child => child.Value.ToString());
    }

    internal Fields? Find(string key) => Take(key) is { } node ? new Fields(PathOf(key), node) : null;

    internal Fields Get(string key) => Find(key) ?? throw Missing(key);

    internal IReadOnlyList<Fields> List(string key) =>
        [.. Items(key).Select((node, i) => new Fields($"{PathOf(key)}[{i}]", node))];

    internal IReadOnlyList<string> Texts(string key) => [.. Items(key).Select(node => node.ToString())];

    internal string? FindText(string key) => Take(key)?.ToString();

    internal string Text(string key) => FindText(key) ?? throw Missing(key);

    internal bool? FindFlag(string key) => FindText(key) is { } text
        ? bool.TryParse(text, out bool flag)
            ? flag
            : throw new FormatException($"{PathOf(key)} is '{text}'; it must be true or false.")
        : null;

    internal int? FindNumber(string key) => FindText(key) is { } text
        ? int.TryParse(text, NumberStyles.AllowLeadingSign, CultureInfo.InvariantCulture, out int number)
            ? number
            : throw new FormatException($"{PathOf(key)} is '{text}'; it must be a whole number.")
        : null;

    /// <summary>A number of seconds.</summary>
    internal TimeSpan Seconds(string key, int otherwise) => TimeSpan.FromSeconds(FindNumber(key) ?? otherwise);

    /// <summary>Marks fields as read that only a cluster can apply, or that do not affect a running pod.</summary>
    internal Fields LeaveToTheCluster(params IEnumerable<string> keys)
    {
        _unread.ExceptWith(keys);
        return this;
    }

    /// <summary>Asserts that all fields were read.</summary>
    /// <exception cref="NotSupportedException">A field was not read; the message names it.</exception>
    internal void Finish()
    {
        if (_unread.Count > 0)
        {
            throw new NotSupportedException(
                $"{string.Join(", ", _unread.Select(PathOf))}: the tests do not support this. Implement it, or mark it as a " +
                "field that only a cluster can apply.");
        }
    }

    internal string PathOf(string key) => $"{_path}.{key}";

    private IEnumerable<YamlNode> Items(string key) => Take(key) switch
    {
        null => [],
        YamlSequenceNode sequence => sequence.Children,
        YamlNode other => throw new FormatException($"{PathOf(key)} is '{other}'; it must be a list."),
    };

    private YamlNode? Take(string key)
    {
        _unread.Remove(key);
        return _node.Children.TryGetValue(new YamlScalarNode(key), out YamlNode? node) ? node : null;
    }

    private FormatException Missing(string key) => new($"{PathOf(key)} is missing.");
}
