using PathwayOrleans.Kubernetes.Tests.Manifests.Objects;

namespace PathwayOrleans.Kubernetes.Tests.Manifests.Policies;

/// <summary>The properties of a pod that network policies use.</summary>
/// <param name="Name">The name for messages.</param>
/// <param name="Namespace">Its namespace.</param>
/// <param name="Labels">Its labels.</param>
/// <param name="Ports">Its ports by name.</param>
internal sealed record NetworkPod(
    string Name, string Namespace, IReadOnlyDictionary<string, string> Labels, IReadOnlyDictionary<string, int> Ports)
{
    /// <summary>The pods of a workload.</summary>
    internal static NetworkPod Of(PodTemplate pod) => new(
        pod.Labels.GetValueOrDefault("app.kubernetes.io/name", pod.Workload.Name),
        pod.Namespace ?? "",
        pod.Labels,
        pod.Containers.SelectMany(container => container.Ports)
            .ToDictionary(port => port.Text("name") ?? "", port => port.Number("containerPort") ?? 0, StringComparer.Ordinal));
}
