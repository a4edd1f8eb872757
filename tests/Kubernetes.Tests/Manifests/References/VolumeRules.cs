using System.Text.Json.Nodes;
using PathwayOrleans.Kubernetes.Tests.Manifests.Objects;

namespace PathwayOrleans.Kubernetes.Tests.Manifests.References;

/// <summary>Volumes and mounts match.</summary>
internal static class VolumeRules
{
    internal static IEnumerable<string> Problems(ManifestSet set) => set.Pods.SelectMany(OfPod);

    private static IEnumerable<string> OfPod(PodTemplate pod)
    {
        string[] volumes =
        [
            .. pod.Volumes.Concat(pod.Workload.Spec.Items("volumeClaimTemplates").Select(claim => claim.At("metadata")!))
                .Select((JsonNode volume) => volume.Text("name") ?? ""),
        ];
        foreach (string doubled in volumes.GroupBy(name => name).Where(group => group.Count() > 1).Select(group => group.Key))
        {
            yield return $"{pod} has the volume {doubled} twice.";
        }

        foreach (Container container in pod.Containers)
        {
            JsonNode[] mounts = [.. container.Json.Items("volumeMounts")];
            foreach (string name in mounts.Select(mount => mount.Text("name") ?? "").Where(name => !volumes.Contains(name)))
            {
                yield return $"{container} mounts {name}, which is not a volume of its pod.";
            }

            foreach (string path in mounts.GroupBy(mount => mount.Text("mountPath"))
                .Where(group => group.Count() > 1).Select(group => group.Key ?? ""))
            {
                yield return $"{container} mounts two volumes at {path}.";
            }
        }

        foreach (string unused in volumes.Where(
            name => !pod.Containers.SelectMany(container => container.Json.Items("volumeMounts"))
                .Any(mount => mount.Text("name") == name)))
        {
            yield return $"{pod} has the volume {unused}, which is not mounted.";
        }
    }
}
