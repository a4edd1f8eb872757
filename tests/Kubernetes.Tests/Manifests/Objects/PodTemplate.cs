using System.Text.Json.Nodes;

namespace PathwayOrleans.Kubernetes.Tests.Manifests.Objects;

/// <summary>The pod template of a workload.</summary>
internal sealed class PodTemplate(Manifest workload, JsonNode? template)
{
    internal Manifest Workload { get; } = workload;

    internal IReadOnlyDictionary<string, string> Labels => template.Map("metadata", "labels");

    internal JsonNode? Spec => template.At("spec");

    internal string? Namespace => Workload.Namespace;

    /// <summary>All containers, including init containers.</summary>
    internal IEnumerable<Container> Containers =>
        Spec.Items("initContainers").Concat(Spec.Items("containers")).Select(json => new Container(this, json));

    internal IEnumerable<JsonNode> Volumes => Spec.Items("volumes");

    public override string ToString() => Workload.ToString();
}
