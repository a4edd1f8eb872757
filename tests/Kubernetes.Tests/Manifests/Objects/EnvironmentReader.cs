using System.Text;
using System.Text.Json.Nodes;
using System.Text.RegularExpressions;

namespace PathwayOrleans.Kubernetes.Tests.Manifests.Objects;

/// <summary>
/// A container's environment as the kubelet creates it: ConfigMaps and Secrets first, then variables, with $(NAME) of earlier
/// ones.
/// </summary>
internal static partial class EnvironmentReader
{
    /// <summary>A placeholder for values that only a cluster has: an external secret, the pod's address.</summary>
    internal const string Unknown = "unknown";

    internal static IReadOnlyDictionary<string, string> Of(ManifestSet set, Container container)
    {
        Dictionary<string, string> values = new(StringComparer.Ordinal);
        foreach (JsonNode all in container.Json.Items("envFrom"))
        {
            (string kind, string? name) = all.At("secretRef") is { } secret
                ? ("Secret", secret.Text("name"))
                : ("ConfigMap", all.Text("configMapRef", "name"));
            foreach (string key in set.Find(kind, container.Pod.Namespace, name ?? "")?.Json.Map("data").Keys ?? [])
            {
                values[all.Text("prefix") + key] = Entry(set, container, kind, name, key);
            }
        }

        foreach (JsonNode variable in container.Environment)
        {
            values[variable.Text("name") ?? ""] = variable.Text("value") is { } value
                ? Name().Replace(value, match => values.GetValueOrDefault(match.Groups[1].Value, match.Value))
                : FromElsewhere(set, container, variable.At("valueFrom"));
        }

        return values;
    }

    /// <summary>The names in $(NAME). The kubelet does not replace unknown names.</summary>
    internal static IEnumerable<string> NamesIn(string text) => Name().Matches(text).Select(match => match.Groups[1].Value);

    private static string FromElsewhere(ManifestSet set, Container container, JsonNode? source) =>
        source.At("secretKeyRef") is { } secret ? Entry(set, container, "Secret", secret.Text("name"), secret.Text("key"))
        : source.At("configMapKeyRef") is { } map ? Entry(set, container, "ConfigMap", map.Text("name"), map.Text("key"))
        : Unknown;

    private static string Entry(ManifestSet set, Container container, string kind, string? name, string? key)
    {
        string? value = set.Find(kind, container.Pod.Namespace, name ?? "")?.Json.Text("data", key ?? "");
        return value is null ? Unknown : kind == "Secret" ? Encoding.UTF8.GetString(Convert.FromBase64String(value)) : value;
    }

    [GeneratedRegex(@"\$\(([-._A-Za-z][-._A-Za-z0-9]*)\)")]
    private static partial Regex Name();
}
