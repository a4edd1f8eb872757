using System.Text.Json.Nodes;
using PathwayOrleans.Kubernetes.Tests.Manifests.Objects;

namespace PathwayOrleans.Kubernetes.Tests.Manifests.Security;

/// <summary>Pods have no right that they do not need, without exception.</summary>
internal static class PodSecurityRules
{
    // Kinds by which pods would get rights at Kubernetes' API.
    private static readonly string[] Rights = ["Role", "ClusterRole", "RoleBinding", "ClusterRoleBinding"];

    internal static IEnumerable<string> Problems(ManifestSet set) =>
    [
        .. set.Items.Where(item => Rights.Contains(item.Kind)).Select(item => $"{item} gives rights at Kubernetes' API, of which none are needed."),
        .. set.OfKind("ServiceAccount").Where(account => account.Json.Flag("automountServiceAccountToken") != false).Select(account => $"{account} mounts its token by default."),
        .. set.Pods.SelectMany(OfPod),
        .. set.Containers.SelectMany(OfContainer),
        .. set.Containers.SelectMany(Resources),
    ];

    private static IEnumerable<string> OfPod(PodTemplate pod)
    {
        if (pod.Spec.Flag("automountServiceAccountToken") != false)
        {
            yield return $"{pod} mounts a token of Kubernetes' API.";
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
                yield return $"{container} has no {field} but root's.";
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

        if (!own.Items("capabilities", "drop").Any(capability => capability.ToString() == "ALL") || own.Items("capabilities", "add").Any())
        {
            yield return $"{container} has capabilities.";
        }

        if ((own.Text("seccompProfile", "type") ?? pods.Text("seccompProfile", "type")) != "RuntimeDefault")
        {
            yield return $"{container} is without the runtime's seccomp profile.";
        }
    }

    private static IEnumerable<string> Resources(Container container)
    {
        JsonNode? resources = container.Json.At("resources");
        if (resources.Text("requests", "cpu") is null || resources.Text("limits", "cpu") is not null)
        {
            yield return $"{container} needs a request of CPU and no limit.";
        }

        if (resources.Text("requests", "memory") is not { } request || resources.Text("limits", "memory") is not { } limit || Quantity.Parse(request) > Quantity.Parse(limit))
        {
            yield return $"{container} needs a request of memory, and a limit that is no lower.";
        }
    }
}
