using System.Text;
using YamlDotNet.RepresentationModel;

namespace PathwayOrleans.PodHarness.Specs;

/// <summary>The objects of one <c>kubectl kustomize</c> output.</summary>
internal sealed class RenderedObjects
{
    private readonly YamlMappingNode[] _objects;

    private RenderedObjects(IEnumerable<YamlMappingNode> objects) => _objects = [.. objects];

    /// <summary>Reads a stream of YAML documents.</summary>
    internal static RenderedObjects Parse(string yaml)
    {
        var stream = new YamlStream();
        stream.Load(new StringReader(yaml));
        return new(stream.Documents.Select(document => (YamlMappingNode)document.RootNode));
    }

    /// <summary>The object of a kind and name.</summary>
    /// <exception cref="KeyNotFoundException">There is no such object; the message names it.</exception>
    internal Fields Get(string kind, string name, string? @namespace = null) =>
        Find(kind, name, @namespace)
        ?? throw new KeyNotFoundException($"There is no {kind} {@namespace}/{name} among the rendered objects.");

    internal Fields? Find(string kind, string name, string? @namespace = null) => OfKind(kind)
        .FirstOrDefault(found => found.Name == name && (@namespace is null || found.Namespace == @namespace)).Object;

    internal IEnumerable<(string Name, string Namespace, Fields Object)> OfKind(string kind) => _objects
        .Where(node => Text(node, "kind") == kind)
        .Select(node =>
            (Metadata(node, "name"), Metadata(node, "namespace"), new Fields($"{kind} {Metadata(node, "name")}", node)));

    /// <summary>The contents of a ConfigMap.</summary>
    internal Dictionary<string, string> ConfigMap(string name, string @namespace) =>
        Get("ConfigMap", name, @namespace).Find("data")?.Texts() ?? [];

    /// <summary>The decoded contents of a Secret.</summary>
    internal Dictionary<string, string> Secret(string name, string @namespace)
    {
        Fields secret = Get("Secret", name, @namespace);
        Dictionary<string, string> data = secret.Find("data")?.Texts() ?? [];
        Dictionary<string, string> values = data.ToDictionary(
            entry => entry.Key, entry => Encoding.UTF8.GetString(Convert.FromBase64String(entry.Value)));
        foreach ((string key, string value) in secret.Find("stringData")?.Texts() ?? [])
        {
            values[key] = value;
        }

        return values;
    }

    private static string Metadata(YamlMappingNode node, string key) =>
        node.Children.TryGetValue(new YamlScalarNode("metadata"), out YamlNode? metadata)
            ? Text((YamlMappingNode)metadata, key)
            : "";

    private static string Text(YamlMappingNode node, string key) =>
        node.Children.TryGetValue(new YamlScalarNode(key), out YamlNode? value) ? value.ToString() : "";
}
