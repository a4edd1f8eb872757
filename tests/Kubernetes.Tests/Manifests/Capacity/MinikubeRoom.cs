using System.Text.Json.Nodes;
using PathwayOrleans.Kubernetes.Tests.Manifests.Objects;

namespace PathwayOrleans.Kubernetes.Tests.Manifests.Capacity;

/// <summary>Compares the requests of the pods with the machine of minikube: 4 CPUs and 7 GB.</summary>
internal static class MinikubeRoom
{
    private const decimal Cpus = 4;
    private const decimal Bytes = 7_000_000_000;

    // Three silos as in the walk-through, and one more during an update.
    private const int Silos = 4;

    // The requests of Strimzi's operator (200m, 384Mi), and of minikube's pods including Calico (850m, 300Mi).
    private static readonly (decimal Cpu, decimal Memory) Others = (
        0.2m + 0.85m, Quantity.Parse("384Mi") + Quantity.Parse("300Mi"));

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
            yield return FormattableString.Invariant(
                $"All pods together request {cpu} CPUs of {Cpus} and {memory / 1e9m:0.00} GB of {Bytes / 1e9m:0.00}.");
        }
    }

    private static IEnumerable<(int Count, JsonNode? Requests)> Requests(ManifestSet set) =>
    [
        .. set.Containers.Select(container => (
            container.Pod.Workload.Name == "silo" ? Silos : container.Pod.Workload.Spec.Number("replicas") ?? 1,
            container.Json.At("resources", "requests"))),
        .. set.OfKind("KafkaNodePool").Select(pool => (pool.Spec.Number("replicas") ?? 1, pool.Spec.At("resources", "requests"))),
        .. set.OfKind("Kafka").SelectMany(kafka => ((string[])["topicOperator", "userOperator"])
            .Select(part => (1, kafka.Spec.At("entityOperator", part, "resources", "requests")))),
    ];
}
