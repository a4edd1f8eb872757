using System.Text.Json.Nodes;
using System.Text.RegularExpressions;
using PathwayOrleans.Kubernetes.Tests.Manifests.Objects;

namespace PathwayOrleans.Kubernetes.Tests.Manifests.References;

/// <summary>Names, namespaces and images.</summary>
internal static partial class NameRules
{
    // Where the production overlay sends its metrics; whoever has such a collector has the namespace.
    private const string NamespaceOfOthers = "observability";

    /// <summary>Objects that are there twice: the later would overwrite the earlier.</summary>
    internal static IEnumerable<string> Twice(ManifestSet set) =>
        set.Items.GroupBy(item => (item.ApiVersion.Split('/')[0], item.ToString())).Where(group => group.Count() > 1).Select(group => $"{group.First()} is there {group.Count()} times.");

    /// <summary>Objects in a namespace, or policies for one, that is not declared.</summary>
    internal static IEnumerable<string> NamespacesThatAreMissing(ManifestSet set)
    {
        HashSet<string> declared = [.. set.OfKind("Namespace").Select(item => item.Name)];
        foreach (Manifest item in set.Items.Where(item => item.Kind != "Namespace"))
        {
            if (item.Namespace is null || !declared.Contains(item.Namespace))
            {
                yield return item.Namespace is null ? $"{item} is in no namespace, so in whichever the user is in." : $"{item}: its namespace is not declared.";
            }

            foreach (string name in SelectedNamespaces(item).Where(name => name != NamespaceOfOthers && !declared.Contains(name)))
            {
                yield return $"{item} selects the namespace {name}, which is not declared.";
            }
        }
    }

    /// <summary>Images that are neither ours in this version nor another's of a stated version.</summary>
    internal static IEnumerable<string> Images(ManifestSet set, string version)
    {
        foreach (Container container in set.Containers)
        {
            if (container.Image.StartsWith("pathway-orleans/", StringComparison.Ordinal) ? !Ours(version).IsMatch(container.Image) : !Versioned().IsMatch(container.Image))
            {
                yield return $"{container} runs {container.Image}; pathway-orleans/NAME:{version}, or another's image with its whole version, is right.";
            }
        }
    }

    private static IEnumerable<string> SelectedNamespaces(Manifest item) =>
        item.Spec.Items("ingress").SelectMany(rule => rule.Items("from"))
            .Concat(item.Spec.Items("egress").SelectMany(rule => rule.Items("to")))
            .Select((JsonNode peer) => peer.Text("namespaceSelector", "matchLabels", "kubernetes.io/metadata.name"))
            .OfType<string>();

    private static Regex Ours(string version) => new($@"\Apathway-orleans/(silo|standalone|producer|client):{Regex.Escape(version)}\z");

    // At least MAJOR.MINOR, which `latest` and a bare major version are not.
    [GeneratedRegex(@"\A[a-z0-9./-]+:v?[0-9]+\.[0-9]+[\w.-]*(@sha256:[0-9a-f]{64})?\z")]
    private static partial Regex Versioned();
}
