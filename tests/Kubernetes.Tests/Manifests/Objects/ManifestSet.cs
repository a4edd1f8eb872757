using System.Text.Json.Nodes;

namespace PathwayOrleans.Kubernetes.Tests.Manifests.Objects;

/// <summary>Objects that are applied to a cluster together.</summary>
internal sealed class ManifestSet(string name, IReadOnlyList<Manifest> items)
{
    /// <summary>The kustomization's path below kubernetes/.</summary>
    internal string Name { get; } = name;

    internal IReadOnlyList<Manifest> Items { get; } = items;

    internal IEnumerable<PodTemplate> Pods => Items.Select(item => item.Pods).OfType<PodTemplate>();

    internal IEnumerable<Container> Containers => Pods.SelectMany(pod => pod.Containers);

    internal IEnumerable<Manifest> OfKind(string kind) => Items.Where(item => item.Kind == kind);

    internal Manifest? Find(string kind, string? itsNamespace, string itsName) =>
        Items.FirstOrDefault(item => item.Kind == kind && item.Namespace == itsNamespace && item.Name == itsName);

    /// <summary>The one object of a kind and name.</summary>
    internal Manifest Get(string kind, string itsName)
    {
        Manifest[] found = [.. OfKind(kind).Where(item => item.Name == itsName)];
        return found.Length == 1
            ? found[0]
            : throw new InvalidOperationException($"{Name} has {found.Length} objects {kind} {itsName} instead of one.");
    }

    /// <summary>These objects and additional ones.</summary>
    internal ManifestSet And(ManifestSet others) => new(others.Name, [.. Items, .. others.Items]);

    /// <summary>A copy in which a field of one object is changed.</summary>
    /// <param name="kind">The object's kind.</param>
    /// <param name="itsName">The object's name.</param>
    /// <param name="pointer">The field as a JSON pointer; its parents must exist.</param>
    /// <param name="value">The new value; null removes the field.</param>
    internal ManifestSet With(string kind, string itsName, string pointer, JsonNode? value)
    {
        Manifest original = Get(kind, itsName);
        var changed = (JsonObject)original.Json.DeepClone();
        string[] fields = [.. pointer.Split('/').Skip(1)
            .Select(field => field.Replace("~1", "/", StringComparison.Ordinal).Replace("~0", "~", StringComparison.Ordinal))];
        JsonNode parent = fields[..^1].Aggregate(
            (JsonNode)changed, (node, field) =>
                Child(node, field) ?? throw new InvalidOperationException($"{original} has no {field} on the way to {pointer}."));
        Put(parent, fields[^1], value?.DeepClone());
        return new ManifestSet(Name, [.. Items.Select(item => item == original ? new Manifest(changed) : item)]);
    }

    /// <summary>A copy without one object.</summary>
    internal ManifestSet Without(string kind, string itsName)
    {
        Manifest original = Get(kind, itsName);
        return new ManifestSet(Name, [.. Items.Where(item => item != original)]);
    }

    private static JsonNode? Child(JsonNode node, string field) => node is JsonArray array ? array[Index(field)] : node[field];

    private static void Put(JsonNode parent, string field, JsonNode? value)
    {
        switch (parent)
        {
            case JsonArray array when field == "-":
                array.Add(value);
                break;
            case JsonArray array when value is null:
                array.RemoveAt(Index(field));
                break;
            case JsonArray array:
                array[Index(field)] = value;
                break;
            case JsonObject fields when value is null:
                fields.Remove(field);
                break;
            default:
                parent[field] = value;
                break;
        }
    }

    private static int Index(string field) => int.Parse(field, System.Globalization.CultureInfo.InvariantCulture);
}
