using System.Text.Json.Nodes;

namespace PathwayOrleans.Kubernetes.Tests.Manifests.Objects;

/// <summary>A rendered object.</summary>
internal sealed class Manifest(JsonObject json)
{
    internal JsonObject Json { get; } = json;

    internal string ApiVersion => Json.Text("apiVersion") ?? "";

    internal string Kind => Json.Text("kind") ?? "";

    internal string Name => Json.Text("metadata", "name") ?? "";

    /// <summary>The namespace; null for an object without one.</summary>
    internal string? Namespace => Json.Text("metadata", "namespace");

    internal IReadOnlyDictionary<string, string> Labels => Json.Map("metadata", "labels");

    internal JsonNode? Spec => Json["spec"];

    /// <summary>The template of the pods that it creates; null if it creates none.</summary>
    internal PodTemplate? Pods => Kind switch
    {
        "Deployment" or "StatefulSet" or "DaemonSet" or "ReplicaSet" or "Job" => new PodTemplate(this, Spec.At("template")),
        "CronJob" => new PodTemplate(this, Spec.At("jobTemplate", "spec", "template")),
        "Pod" => new PodTemplate(this, Json),
        _ => null,
    };

    /// <summary>Kind, namespace and name, for messages.</summary>
    public override string ToString() => Namespace is null ? $"{Kind} {Name}" : $"{Kind} {Namespace}/{Name}";
}
