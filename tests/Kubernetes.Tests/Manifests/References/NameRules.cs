using System.Text.Json.Nodes;
using System.Text.RegularExpressions;
using PathwayOrleans.Kubernetes.Tests.Manifests.Objects;

namespace PathwayOrleans.Kubernetes.Tests.Manifests.References;

/// <summary>Names, namespaces and images.</summary>
internal static partial class NameRules
{
    // The namespace of the collector of the production overlay; it exists wherever there is such a collector.
    private const string NamespaceOfOthers = "observability";

    /// <summary>Duplicate objects: the later one would overwrite the earlier one.</summary>
    internal static IEnumerable<string> Twice(ManifestSet set) =>
        set.Items.GroupBy(item => (item.ApiVersion.Split('/')[0], item.ToString()))
            .Where(group => group.Count() > 1).Select(group => $"{group.First()} is rendered {group.Count()} times.");

    /// <summary>Objects in a namespace, or policies for one, that is not declared.</summary>
    internal static IEnumerable<string> NamespacesThatAreMissing(ManifestSet set)
    {
        HashSet<string> declared = [.. set.OfKind("Namespace").Select(item => item.Name)];
        foreach (Manifest item in set.Items.Where(item => item.Kind != "Namespace"))
        {
            if (item.Namespace is null || !declared.Contains(item.Namespace))
            {
                yield return item.Namespace is null
                    ? $"{item} has no namespace, so it would be created in the user's current one."
                    : $"{item}: its namespace is not declared.";
            }

            foreach (string name in SelectedNamespaces(item).Where(name => name != NamespaceOfOthers && !declared.Contains(name)))
            {
                yield return $"{item} selects the namespace {name}, which is not declared.";
            }
        }
    }

    /// <summary>Images that are neither of this repository's version nor of another pinned version.</summary>
    internal static IEnumerable<string> Images(ManifestSet set, string version)
    {
        foreach (Container container in set.Containers)
        {
            if (container.Image.StartsWith("pathway-orleans/", StringComparison.Ordinal)
                ? !Ours(version).IsMatch(container.Image)
                : !Versioned().IsMatch(container.Image))
            {
                yield return $"{container} runs {container.Image}; it must be pathway-orleans/NAME:{version}, or an image of " +
                    "another project with a complete version.";
            }
        }
    }

    private static IEnumerable<string> SelectedNamespaces(Manifest item) =>
        item.Spec.Items("ingress").SelectMany(rule => rule.Items("from"))
            .Concat(item.Spec.Items("egress").SelectMany(rule => rule.Items("to")))
            .Select((JsonNode peer) => peer.Text("namespaceSelector", "matchLabels", "kubernetes.io/metadata.name"))
            .OfType<string>();

    private static Regex Ours(string version) =>
        new($@"\Apathway-orleans/(silo|standalone|producer|client):{Regex.Escape(version)}\z");

    // At least MAJOR.MINOR, which excludes `latest` and a bare major version.
    [GeneratedRegex(@"\A[a-z0-9./-]+:v?[0-9]+\.[0-9]+[\w.-]*(@sha256:[0-9a-f]{64})?\z")]
    private static partial Regex Versioned();
}
