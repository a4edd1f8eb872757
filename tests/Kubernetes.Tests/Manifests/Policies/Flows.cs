using PathwayOrleans.Kubernetes.Tests.Manifests.Objects;

namespace PathwayOrleans.Kubernetes.Tests.Manifests.Policies;

/// <summary>The connections that must be allowed, and those that must not.</summary>
internal static class Flows
{
    private const int Silo = 11111;
    private const int Gateway = 30000;
    private const int Http = 8080;
    private const int Postgres = 5432;
    private const int Otlp = 4317;
    private const int Dns = 53;

    // External pods: Strimzi's, the cluster's DNS servers, a metrics collector, and unrelated pods in the same and other
    // namespaces.
    private static readonly NetworkPod Broker = Foreign(
        "kafka", "kafka", ("strimzi.io/cluster", "my-cluster"), ("strimzi.io/kind", "Kafka"),
        ("strimzi.io/name", "my-cluster-kafka"));
    private static readonly NetworkPod NameServer = Foreign("dns", "kube-system", ("k8s-app", "kube-dns"));
    private static readonly NetworkPod Collector = Foreign("collector", "observability");
    private static readonly NetworkPod Neighbour = Foreign("neighbour", "pathway", ("app", "other"));
    private static readonly NetworkPod Stranger = Foreign("stranger", "default", ("app.kubernetes.io/name", "silo"));

    private static readonly NetworkPod[] Others = [Broker, Collector, Neighbour, Stranger];

    /// <summary>Connections that the policies deny but must allow, or allow but must deny.</summary>
    /// <param name="set">The objects.</param>
    internal static IEnumerable<string> Problems(ManifestSet set)
    {
        int kafkaPort = set.OfKind("Kafka")
            .Single().Spec.Items("kafka", "listeners").Min(listener => listener.Number("port") ?? 0);
        var policies = new NetworkPolicies(set);
        NetworkPod[] ours = [.. set.Pods.Select(NetworkPod.Of)];
        HashSet<(string From, string To, int Port)> wanted = [.. ours.SelectMany(pod => Wanted(pod, kafkaPort, set))];
        return
        [
            .. from pod in ours
               from target in Targets(ours).Concat(Beyond(kafkaPort))
               let isWanted = wanted.Contains((pod.Name, target.To.Name, target.Port))
               where policies.Allow(pod, target.To, target.Port) != isWanted
               select Describe(pod, target.To, target.Port, isWanted),
            .. from stranger in Others
               from target in Targets(ours)
               where policies.LetIn(stranger, target.To, target.Port)
               select Describe(stranger, target.To, target.Port, isWanted: false),
            .. from pod in ours
               from protocol in (string[])["UDP", "TCP"]
               where !policies.Allow(pod, NameServer, Dns, protocol)
               select $"{pod.Name} may not use DNS over {protocol}.",
        ];
    }

    /// <summary>Violations for the HTTP API, which has no password and must be open only to its namespace.</summary>
    internal static IEnumerable<string> ApiProblems(ManifestSet set)
    {
        var policies = new NetworkPolicies(set);
        return
            from engine in set.Pods.Where(pod => pod.Workload.Name is "silo" or "standalone").Select(NetworkPod.Of)
            from other in Others
            where policies.LetIn(other, engine, Http) != (other.Namespace == engine.Namespace)
            select Describe(other, engine, Http, other.Namespace == engine.Namespace);
    }

    // The connections of the programs of this repository.
    private static IEnumerable<(string From, string To, int Port)> Wanted(NetworkPod pod, int kafkaPort, ManifestSet set)
    {
        (string To, int Port)[] targets = pod.Name switch
        {
            "silo" => [("silo", Silo), ("postgres", Postgres), (Broker.Name, kafkaPort)],
            "standalone" or "tools" => [("postgres", Postgres), (Broker.Name, kafkaPort)],
            "client" => [("silo", Gateway), ("postgres", Postgres)],
            "migrate" => [("postgres", Postgres)],
            "producer" => [(Broker.Name, kafkaPort)],
            _ => [],
        };
        bool sendsMetrics = pod.Name == "silo"
            && set.OfKind("ConfigMap").Any(map => map.Json.At("data", "OTEL_EXPORTER_OTLP_ENDPOINT") is not null);
        return targets.Concat(sendsMetrics ? [(Collector.Name, Otlp)] : []).Select(target => (pod.Name, target.To, target.Port));
    }

    // 8081 is the port of the dashboard, which is reachable only from the pod itself.
    private static IEnumerable<(NetworkPod To, int Port)> Targets(IEnumerable<NetworkPod> ours) =>
        ours.SelectMany(pod => ((int[])[Silo, Gateway, 8081, Postgres, 9999]).Select(port => (pod, port)));

    private static IEnumerable<(NetworkPod To, int Port)> Beyond(int kafkaPort) =>
        [(Broker, kafkaPort),
            (Broker, 9090), (Collector, Otlp), (Collector, 443), (Stranger, 443), (Stranger, Silo), (Neighbour, Http)];

    private static NetworkPod Foreign(string name, string itsNamespace, params (string Key, string Value)[] labels) => new(
        name, itsNamespace, labels.ToDictionary(label => label.Key, label => label.Value, StringComparer.Ordinal),
        new Dictionary<string, int>(StringComparer.Ordinal));

    private static string Describe(NetworkPod from, NetworkPod to, int port, bool isWanted) =>
        $"{from.Name} -> {to.Name}:{port} is {(isWanted ? "denied, but must be allowed" : "allowed, but must be denied")}.";
}
