using System.Text.Json.Nodes;
using PathwayOrleans.Kubernetes.Tests.Manifests.Objects;

namespace PathwayOrleans.Kubernetes.Tests.Manifests.Capacity;

/// <summary>What pods ask for, of the machine that minikube gets: 4 CPUs and 7 GB.</summary>
internal static class MinikubeRoom
{
    private const decimal Cpus = 4;
    private const decimal Bytes = 7_000_000_000;

    // Three as the walk-through scales to, and the one more of an update.
    private const int Silos = 4;

    // Strimzi's operator as its chart asks (200m, 384Mi), and minikube's own pods with Calico's (850m, 300Mi).
    private static readonly (decimal Cpu, decimal Memory) Others = (0.2m + 0.85m, Quantity.Parse("384Mi") + Quantity.Parse("300Mi"));

    internal static IEnumerable<string> Problems(ManifestSet set)
    {
        (decimal cpu, decimal memory) = Others;
        foreach ((int count, JsonNode? requests) in Requests(set))
        {
            cpu += count * Quantity.Parse(requests.Text("cpu"));
            memory += count * Quantity.Parse(requests.Text("memory"));
        }

        if (cpu > Cpus || memory > Bytes)
        {
            yield return FormattableString.Invariant($"All together ask for {cpu} CPUs of {Cpus} and {memory / 1_000_000_000:0.00} GB of {Bytes / 1_000_000_000:0.00}.");
        }
    }

    private static IEnumerable<(int Count, JsonNode? Requests)> Requests(ManifestSet set) =>
    [
        .. set.Containers.Select(container => (
            container.Pod.Workload.Name == "silo" ? Silos : container.Pod.Workload.Spec.Number("replicas") ?? 1,
            container.Json.At("resources", "requests"))),
        .. set.OfKind("KafkaNodePool").Select(pool => (pool.Spec.Number("replicas") ?? 1, pool.Spec.At("resources", "requests"))),
        .. set.OfKind("Kafka").SelectMany(kafka => ((string[])["topicOperator", "userOperator"]).Select(part => (1, kafka.Spec.At("entityOperator", part, "resources", "requests")))),
    ];
}
