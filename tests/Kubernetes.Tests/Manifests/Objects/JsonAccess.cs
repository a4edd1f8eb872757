using System.Globalization;
using System.Text.Json.Nodes;

namespace PathwayOrleans.Kubernetes.Tests.Manifests.Objects;

/// <summary>Reads what may be absent, field by field.</summary>
internal static class JsonAccess
{
    /// <summary>The value at a path of fields; null where there is none.</summary>
    internal static JsonNode? At(this JsonNode? node, params ReadOnlySpan<string> path)
    {
        foreach (string field in path)
        {
            node = (node as JsonObject)?[field];
        }

        return node;
    }

    /// <summary>A string, a number or a boolean as text; null where there is none.</summary>
    internal static string? Text(this JsonNode? node, params ReadOnlySpan<string> path) => node.At(path) is JsonValue value ? value.ToString() : null;

    /// <summary>A whole number, null where there is none.</summary>
    internal static int? Number(this JsonNode? node, params ReadOnlySpan<string> path) =>
        node.Text(path) is { } text && int.TryParse(text, NumberStyles.AllowLeadingSign, CultureInfo.InvariantCulture, out int number) ? number : null;

    /// <summary>A boolean, null where there is none.</summary>
    internal static bool? Flag(this JsonNode? node, params ReadOnlySpan<string> path) =>
        bool.TryParse(node.Text(path), out bool flag) ? flag : null;

    /// <summary>The items of a list; none where it is absent.</summary>
    internal static IEnumerable<JsonNode> Items(this JsonNode? node, params ReadOnlySpan<string> path) =>
        (node.At(path) as JsonArray)?.OfType<JsonNode>() ?? [];

    /// <summary>The entries of a map, such as labels; none where it is absent.</summary>
    internal static IReadOnlyDictionary<string, string> Map(this JsonNode? node, params ReadOnlySpan<string> path) =>
        (node.At(path) as JsonObject)?.ToDictionary(entry => entry.Key, entry => entry.Value?.ToString() ?? "", StringComparer.Ordinal)
        ?? new Dictionary<string, string>(StringComparer.Ordinal);
}
