using System.Text.Json.Nodes;
using PathwayOrleans.Kubernetes.Tests.Manifests.Objects;

namespace PathwayOrleans.Kubernetes.Tests.Manifests.References;

/// <summary>Finds the references of objects.</summary>
internal static class ReferenceReader
{
    /// <summary>All references to Secrets, ConfigMaps, ServiceAccounts, claims, Services, scaling targets and the like.</summary>
    internal static IEnumerable<Reference> Of(ManifestSet set) => set.Items.SelectMany(OfObject);

    private static IEnumerable<Reference> OfObject(Manifest manifest)
    {
        IEnumerable<Reference> own = manifest.Kind switch
        {
            "StatefulSet" => [new Reference(manifest, "Service", manifest.Spec.Text("serviceName") ?? "")],
            "HorizontalPodAutoscaler" => [ScaleTarget(manifest)],
            "ScaledObject" =>
            [
                ScaleTarget(manifest),
                .. manifest.Spec.Items("triggers")
                    .SelectMany(trigger => Named(manifest, "TriggerAuthentication", trigger.At("authenticationRef"))),
            ],
            "TriggerAuthentication" =>
                manifest.Spec.Items("secretTargetRef").SelectMany(reference => Named(manifest, "Secret", reference)),
            "KafkaTopic" or "KafkaUser" or "KafkaNodePool" =>
                [new Reference(manifest, "Kafka", manifest.Labels.GetValueOrDefault("strimzi.io/cluster", ""))],
            _ => [],
        };
        return manifest.Pods is { } pods ? own.Concat(OfPods(pods)) : own;
    }

    private static Reference ScaleTarget(Manifest manifest) =>
        new(
            manifest, manifest.Spec.Text("scaleTargetRef", "kind") ?? "Deployment",
            manifest.Spec.Text("scaleTargetRef", "name") ?? "");

    private static IEnumerable<Reference> OfPods(PodTemplate pods) =>
    [
        // A pod without a service account uses the default one of the namespace, which has no rights.
        new Reference(pods.Workload, "ServiceAccount", pods.Spec.Text("serviceAccountName") ?? "default"),
        .. pods.Spec.Items("imagePullSecrets").SelectMany(secret => Named(pods.Workload, "Secret", secret)),
        .. pods.Volumes.SelectMany(volume => OfVolume(pods.Workload, volume)),
        .. pods.Volumes.SelectMany(volume => volume.Items("projected", "sources"))
            .SelectMany(source => OfVolume(pods.Workload, source)),
        .. pods.Containers.SelectMany(OfEnvironment)
            .Select(found => new Reference(pods.Workload, found.Kind, found.Name, found.Key)),
    ];

    private static IEnumerable<Reference> OfVolume(Manifest from, JsonNode volume)
    {
        if (volume.Text("persistentVolumeClaim", "claimName") is { } claim)
        {
            yield return new Reference(from, "PersistentVolumeClaim", claim);
        }

        foreach ((string field, string kind) in ((string, string)[])[("secret", "Secret"), ("configMap", "ConfigMap")])
        {
            if (volume.At(field) is not { } source)
            {
                continue;
            }

            string name = source.Text("secretName") ?? source.Text("name") ?? "";
            yield return new Reference(from, kind, name);
            foreach (JsonNode item in source.Items("items"))
            {
                yield return new Reference(from, kind, name, item.Text("key"));
            }
        }
    }

    private static IEnumerable<(string Kind, string Name, string? Key)> OfEnvironment(Container container)
    {
        foreach (JsonNode variable in container.Environment)
        {
            if (variable.At("valueFrom", "secretKeyRef") is { } secret)
            {
                yield return ("Secret", secret.Text("name") ?? "", secret.Text("key"));
            }

            if (variable.At("valueFrom", "configMapKeyRef") is { } map)
            {
                yield return ("ConfigMap", map.Text("name") ?? "", map.Text("key"));
            }
        }

        foreach (JsonNode all in container.Json.Items("envFrom"))
        {
            yield return all.At("secretRef") is { } secret
                ? ("Secret", secret.Text("name") ?? "", null)
                : ("ConfigMap", all.Text("configMapRef", "name") ?? "", null);
        }
    }

    private static IEnumerable<Reference> Named(Manifest from, string kind, JsonNode? reference) =>
        reference.Text("name") is { } name ? [new Reference(from, kind, name, reference.Text("key"))] : [];
}
