using System.Globalization;
using YamlDotNet.RepresentationModel;

namespace PathwayOrleans.Kubernetes.Tests.Pods.Harness.Specs;

/// <summary>
/// A mapping of a manifest, field by field. What nobody has read by <see cref="Finish"/> is an error: a field that is
/// not honoured must not look as if it were.
/// </summary>
internal sealed class Fields
{
    private readonly string _path;
    private readonly YamlMappingNode _node;
    private readonly HashSet<string> _unread;

    internal Fields(string path, YamlNode node)
    {
        _path = path;
        _node = node as YamlMappingNode ?? throw new FormatException($"{path} is '{node}'; a mapping is right.");
        _unread = [.. _node.Children.Keys.Select(key => key.ToString())];
    }

    /// <summary>All fields and their texts.</summary>
    internal Dictionary<string, string> Texts()
    {
        _unread.Clear();
        return _node.Children.ToDictionary(child => child.Key.ToString(), child => child.Value.ToString());
    }

    internal Fields? Find(string key) => Take(key) is { } node ? new Fields(PathOf(key), node) : null;

    internal Fields Get(string key) => Find(key) ?? throw Missing(key);

    internal IReadOnlyList<Fields> List(string key) => [.. Items(key).Select((node, i) => new Fields($"{PathOf(key)}[{i}]", node))];

    internal IReadOnlyList<string> Texts(string key) => [.. Items(key).Select(node => node.ToString())];

    internal string? FindText(string key) => Take(key)?.ToString();

    internal string Text(string key) => FindText(key) ?? throw Missing(key);

    internal bool? FindFlag(string key) => FindText(key) is { } text
        ? bool.TryParse(text, out bool flag) ? flag : throw new FormatException($"{PathOf(key)} is '{text}'; true or false is right.")
        : null;

    internal int? FindNumber(string key) => FindText(key) is { } text
        ? int.TryParse(text, NumberStyles.AllowLeadingSign, CultureInfo.InvariantCulture, out int number)
            ? number
            : throw new FormatException($"{PathOf(key)} is '{text}'; a whole number is right.")
        : null;

    /// <summary>Seconds.</summary>
    internal TimeSpan Seconds(string key, int otherwise) => TimeSpan.FromSeconds(FindNumber(key) ?? otherwise);

    /// <summary>Fields that only a cluster can honour, or that change nothing in a running pod.</summary>
    internal Fields LeaveToTheCluster(params IEnumerable<string> keys)
    {
        _unread.ExceptWith(keys);
        return this;
    }

    /// <summary>No field may be left.</summary>
    /// <exception cref="NotSupportedException">One is; the message names it.</exception>
    internal void Finish()
    {
        if (_unread.Count > 0)
        {
            throw new NotSupportedException(
                $"{string.Join(", ", _unread.Select(PathOf))}: this test does not know how to honour that. Teach it, or list it as what only a cluster can.");
        }
    }

    internal string PathOf(string key) => $"{_path}.{key}";

    private IEnumerable<YamlNode> Items(string key) => Take(key) switch
    {
        null => [],
        YamlSequenceNode sequence => sequence.Children,
        YamlNode other => throw new FormatException($"{PathOf(key)} is '{other}'; a list is right."),
    };

    private YamlNode? Take(string key)
    {
        _unread.Remove(key);
        return _node.Children.TryGetValue(new YamlScalarNode(key), out YamlNode? node) ? node : null;
    }

    private FormatException Missing(string key) => new($"{PathOf(key)} is missing.");
}
