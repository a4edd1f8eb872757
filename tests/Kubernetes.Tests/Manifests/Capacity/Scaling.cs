using PathwayOrleans.Kubernetes.Tests.Manifests.Objects;

namespace PathwayOrleans.Kubernetes.Tests.Manifests.Capacity;

/// <summary>The scalers of Deployments and their limits.</summary>
internal static class Scaling
{
    /// <summary>The number of partitions of the topic.</summary>
    internal const int Partitions = 10;

    // The metadata of KEDA's scaler for Apache Kafka; its schema accepts any text there.
    private static readonly string[] KafkaTriggerKeys =
    [
        "bootstrapServers", "consumerGroup", "topic", "lagThreshold", "activationLagThreshold", "offsetResetPolicy",
        "allowIdleConsumers",
        "scaleToZeroOnInvalidOffset", "excludePersistentLag", "limitToPartitionsWithLag", "ensureEvenDistributionOfPartitions",
        "version",
        "partitionLimitation", "sasl", "tls", "unsafeSsl",
    ];

    /// <summary>The maximum number of pods of a Deployment: that of its scaler, or manually the topic's partitions.</summary>
    internal static int HighestReplicas(ManifestSet set, Manifest deployment) =>
        Scalers(set, deployment).Select(Highest).Append(deployment.Spec.Number("replicas") ?? 1).Append(Partitions).Max();

    internal static IEnumerable<string> Problems(ManifestSet set)
    {
        foreach (Manifest topic in set.OfKind("KafkaTopic").Where(topic => topic.Spec.Number("partitions") != Partitions))
        {
            yield return $"{topic} does not have {Partitions} partitions.";
        }

        foreach (Manifest deployment in set.OfKind("Deployment"))
        {
            Manifest[] scalers = [.. Scalers(set, deployment)];
            if (scalers.Length > 1)
            {
                yield return $"{deployment} is scaled by {string.Join(" and ", scalers.Select(scaler => scaler.ToString()))}, " +
                    "which work against each other.";
            }

            foreach (string problem in scalers.SelectMany(scaler => OfScaler(deployment, scaler)))
            {
                yield return problem;
            }
        }

        foreach (string problem in set.OfKind("ScaledObject").SelectMany(OfTriggers))
        {
            yield return problem;
        }
    }

    private static IEnumerable<Manifest> Scalers(ManifestSet set, Manifest deployment) => set.Items.Where(item =>
        item.Kind is "HorizontalPodAutoscaler" or "ScaledObject" && item.Namespace == deployment.Namespace
        && (item.Spec.Text("scaleTargetRef", "kind") ?? "Deployment") == deployment.Kind
        && item.Spec.Text("scaleTargetRef", "name") == deployment.Name);

    private static int Highest(Manifest scaler) =>
        scaler.Spec.Number("maxReplicas") ?? scaler.Spec.Number("maxReplicaCount") ?? 100;

    private static IEnumerable<string> OfScaler(Manifest deployment, Manifest scaler)
    {
        int highest = Highest(scaler);
        int lowest = scaler.Spec.Number("minReplicas") ?? scaler.Spec.Number("minReplicaCount") ?? 0;
        if (highest != Partitions)
        {
            yield return $"{scaler} scales to {highest}, but there are {Partitions} partitions.";
        }

        if (lowest is < 1 or > Partitions)
        {
            yield return $"{scaler} scales down to {lowest}.";
        }

        if (scaler.Spec.Number("fallback", "replicas") is { } fallback && (fallback < lowest || fallback > highest))
        {
            yield return $"{scaler} falls back to {fallback}, which is not between {lowest} and {highest}.";
        }

        if (deployment.Spec.Number("replicas") is { } replicas && (replicas < lowest || replicas > highest))
        {
            yield return $"{deployment} starts with {replicas}, which is not between {scaler}'s {lowest} and {highest}.";
        }
    }

    private static IEnumerable<string> OfTriggers(Manifest scaler) =>
        from trigger in scaler.Spec.Items("triggers")
        where trigger.Text("type") == "kafka"
        from key in trigger.Map("metadata").Keys
        where !KafkaTriggerKeys.Contains(key)
        select $"{scaler}: KEDA's kafka trigger has no {key}.";
}
