using System.Text.Json.Nodes;
using System.Text.RegularExpressions;
using PathwayOrleans.Kubernetes.Tests.Manifests.Objects;

namespace PathwayOrleans.Kubernetes.Tests.Manifests.References;

/// <summary>
/// Files below /etc that arguments, variables and ConfigMaps name: they come from mounted Secrets and ConfigMaps.
/// </summary>
internal static partial class MountedFiles
{
    /// <summary>A file of a volume and the key that it is created from.</summary>
    internal static IEnumerable<(string Kind, string Name, string Key)> Named(ManifestSet set) =>
        set.Containers.SelectMany(
            container => Paths(set, container).Select(path => Find(container, path))).OfType<(string, string, string)>();

    /// <summary>Referenced files that no mounted Secret or ConfigMap contains.</summary>
    internal static IEnumerable<string> Missing(ManifestSet set)
    {
        foreach (Container container in set.Containers)
        {
            foreach (string path in Paths(set, container)
                .Where(path => Find(container, path) is not { } file || !Exists(set, container, file)))
            {
                yield return $"{container} refers to {path}, which no mounted Secret or ConfigMap contains.";
            }
        }
    }

    /// <summary>The content of a file that a container mounts from a ConfigMap; null if it mounts none there.</summary>
    internal static string? ContentOf(ManifestSet set, Container container, string path) =>
        Find(container, path) is ("ConfigMap", var name, var key)
            ? set.Find("ConfigMap", container.Pod.Namespace, name)?.Json.At("data", key)?.GetValue<string>()
            : null;

    private static IEnumerable<string> Paths(ManifestSet set, Container container) => EnvironmentReader.Of(set, container)
        .Where(variable => UsesKafka(container) || !variable.Key.StartsWith("Pathway__Kafka__", StringComparison.Ordinal))
        .Select(variable => variable.Value)
        .Concat(container.Arguments)
        .SelectMany(text => FilePath().Matches(text))
        .Select(match => match.Value)
        .Distinct();

    // All containers share a ConfigMap; these two never connect to a broker.
    private static bool UsesKafka(Container container) => container.Name is not ("client" or "migrate");

    // The key of the file: its name, or the key that `items` maps to it.
    private static (string Kind, string Name, string Key)? Find(Container container, string path)
    {
        JsonNode? mount = container.Json.Items("volumeMounts")
            .FirstOrDefault(mount => path.StartsWith(mount.Text("mountPath") + "/", StringComparison.Ordinal));
        JsonNode? volume = container.Pod.Volumes.FirstOrDefault(volume => volume.Text("name") == mount.Text("name"));
        string kind = volume.At("secret") is null ? "ConfigMap" : "Secret";
        JsonNode? source = volume.At("secret") ?? volume.At("configMap");
        if (mount is null || source is null)
        {
            return null;
        }

        string file = path[(mount.Text("mountPath")!.Length + 1)..];
        string name = source.Text("secretName") ?? source.Text("name") ?? "";
        return source.At("items") is null
            ? (kind, name, file)
            : source.Items("items").FirstOrDefault(item => item.Text("path") == file).Text("key") is { } key
            ? (kind, name, key)
            : null;
    }

    private static bool Exists(ManifestSet set, Container container, (string Kind, string Name, string Key) file) =>
        (file.Kind == "Secret"
            && OutsideSecrets.Of(set.Name).TryGetValue(file.Name, out string[]? keys) && keys.Contains(file.Key))
        || set.Find(file.Kind, container.Pod.Namespace, file.Name)?.Json.At("data", file.Key) is not null;

    [GeneratedRegex(@"(?<![\w/.])/etc/[\w./-]+")]
    private static partial Regex FilePath();
}
