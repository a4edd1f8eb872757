using System.Globalization;
using System.Text.Json.Nodes;

namespace PathwayOrleans.Kubernetes.Tests.Manifests.Objects;

/// <summary>Reads fields that may be missing.</summary>
internal static class JsonAccess
{
    /// <summary>The value at a path of fields; null if it is missing.</summary>
    internal static JsonNode? At(this JsonNode? node, params ReadOnlySpan<string> path)
    {
        foreach (string field in path)
        {
            node = (node as JsonObject)?[field];
        }

        return node;
    }

    /// <summary>A string, a number or a boolean as text; null if it is missing.</summary>
    internal static string? Text(this JsonNode? node, params ReadOnlySpan<string> path) =>
        node.At(path) is JsonValue value ? value.ToString() : null;

    /// <summary>An integer; null if it is missing.</summary>
    internal static int? Number(this JsonNode? node, params ReadOnlySpan<string> path) =>
        node.Text(path) is { } text
            && int.TryParse(text, NumberStyles.AllowLeadingSign, CultureInfo.InvariantCulture, out int number) ? number : null;

    /// <summary>A boolean; null if it is missing.</summary>
    internal static bool? Flag(this JsonNode? node, params ReadOnlySpan<string> path) =>
        bool.TryParse(node.Text(path), out bool flag) ? flag : null;

    /// <summary>The items of a list; empty if it is missing.</summary>
    internal static IEnumerable<JsonNode> Items(this JsonNode? node, params ReadOnlySpan<string> path) =>
        (node.At(path) as JsonArray)?.OfType<JsonNode>() ?? [];

    /// <summary>The entries of a map, such as labels; empty if it is missing.</summary>
    internal static IReadOnlyDictionary<string, string> Map(this JsonNode? node, params ReadOnlySpan<string> path) =>
        (node.At(path) as JsonObject)?.ToDictionary(
            entry => entry.Key, entry => entry.Value?.ToString() ?? "", StringComparer.Ordinal)
        ?? new Dictionary<string, string>(StringComparer.Ordinal);
}
