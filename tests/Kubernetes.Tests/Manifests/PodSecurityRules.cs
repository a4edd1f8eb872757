using System.Text.Json.Nodes;
using PathwayOrleans.Kubernetes.Tests.Manifests.Objects;

namespace PathwayOrleans.Kubernetes.Tests.Manifests;

/// <summary>Pods have no unneeded rights, without exception.</summary>
internal static class PodSecurityRules
{
    // Kinds that give pods rights at the Kubernetes API.
    private static readonly string[] Rights = ["Role", "ClusterRole", "RoleBinding", "ClusterRoleBinding"];

    internal static IEnumerable<string> Problems(ManifestSet set) =>
    [
        .. set.Items.Where(item => Rights.Contains(item.Kind))
            .Select(item => $"{item} grants rights at the Kubernetes API; no pod needs any."),
        .. set.OfKind("ServiceAccount").Where(account => account.Json.Flag("automountServiceAccountToken") != false)
            .Select(account => $"{account} mounts its token by default."),
        .. set.Pods.SelectMany(OfPod),
        .. set.Containers.SelectMany(OfContainer),
        .. set.Containers.SelectMany(Resources),
    ];

    private static IEnumerable<string> OfPod(PodTemplate pod)
    {
        if (pod.Spec.Flag("automountServiceAccountToken") != false)
        {
            yield return $"{pod} mounts a token of the Kubernetes API.";
        }

        foreach (string field in (string[])["hostNetwork", "hostPID", "hostIPC", "shareProcessNamespace"])
        {
            if (pod.Spec.Flag(field) == true)
            {
                yield return $"{pod} has {field}.";
            }
        }

        foreach (JsonNode volume in pod.Volumes.Where(volume => volume.At("hostPath") is not null))
        {
            yield return $"{pod} mounts a folder of its node as {volume.Text("name")}.";
        }

        if (pod.Spec.Items("securityContext", "sysctls").Any())
        {
            yield return $"{pod} sets kernel parameters.";
        }
    }

    private static IEnumerable<string> OfContainer(Container container)
    {
        JsonNode? own = container.Json.At("securityContext");
        JsonNode? pods = container.Pod.Spec.At("securityContext");
        if ((own.Flag("runAsNonRoot") ?? pods.Flag("runAsNonRoot")) != true)
        {
            yield return $"{container} may run as root.";
        }

        foreach (string field in (string[])["runAsUser", "runAsGroup"])
        {
            if ((own.Number(field) ?? pods.Number(field)) is not > 0)
            {
                yield return $"{container} has no {field} other than root.";
            }
        }

        if (own.Flag("readOnlyRootFilesystem") != true)
        {
            yield return $"{container} may write to its root file system.";
        }

        if (own.Flag("allowPrivilegeEscalation") != false)
        {
            yield return $"{container} may gain privileges.";
        }

        if (own.Flag("privileged") == true)
        {
            yield return $"{container} is privileged.";
        }

        if (!own.Items("capabilities", "drop").Any(capability => capability.ToString() == "ALL")
            || own.Items("capabilities", "add").Any())
        {
            yield return $"{container} has capabilities.";
        }

        if ((own.Text("seccompProfile", "type") ?? pods.Text("seccompProfile", "type")) != "RuntimeDefault")
        {
            yield return $"{container} does not have the seccomp profile of the runtime.";
        }
    }

    private static IEnumerable<string> Resources(Container container)
    {
        JsonNode? resources = container.Json.At("resources");
        if (resources.Text("requests", "cpu") is null || resources.Text("limits", "cpu") is not null)
        {
            yield return $"{container} must have a CPU request and no CPU limit.";
        }

        if (resources.Text("requests", "memory") is not { } request
            || resources.Text("limits", "memory") is not { } limit || Quantity.Parse(request) > Quantity.Parse(limit))
        {
            yield return $"{container} must have a memory request and a memory limit that is not lower.";
        }
    }
}
