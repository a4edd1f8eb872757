using System.Text.Json.Nodes;

namespace PathwayOrleans.Kubernetes.Tests.Manifests.Objects;

/// <summary>
/// A label selector: <c>matchLabels</c> and <c>matchExpressions</c>, all of which must hold. An empty one selects everything.
/// </summary>
internal sealed class LabelSelector(JsonNode? json)
{
    /// <summary>A selector of plain labels, such as a Service's.</summary>
    internal static LabelSelector OfLabels(JsonNode? labels) => new(new JsonObject { ["matchLabels"] = labels?.DeepClone() });

    internal bool Matches(IReadOnlyDictionary<string, string> labels) =>
        json.Map("matchLabels").All(wanted => labels.GetValueOrDefault(wanted.Key) == wanted.Value)
        && json.Items("matchExpressions").All(expression => Holds(expression, labels));

    private static bool Holds(JsonNode expression, IReadOnlyDictionary<string, string> labels)
    {
        string key = expression.Text("key") ?? "";
        bool isIn = labels.TryGetValue(key, out string? value)
            && expression.Items("values").Any(wanted => wanted.ToString() == value);
        return expression.Text("operator") switch
        {
            "In" => isIn,
            "NotIn" => !isIn,
            "Exists" => labels.ContainsKey(key),
            "DoesNotExist" => !labels.ContainsKey(key),
            var other => throw new FormatException($"'{other}' is not an operator of label selectors."),
        };
    }
}
