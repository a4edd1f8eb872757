namespace PathwayOrleans.Sources.Kafka;

/// <summary>The Kafka topic to read: configuration section <c>Pathway:Kafka</c>.</summary>
public sealed class KafkaOptions
{
    /// <summary>The configuration section.</summary>
    public const string Section = "Pathway:Kafka";

    private const string InKubernetes = "my-cluster-kafka-bootstrap.kafka.svc.cluster.local:9092";

    /// <summary>
    /// <c>host:port[,host:port…]</c>. Default: <c>localhost:9092</c>, and inside Kubernetes the proof of
    /// concept's <c>my-cluster-kafka-bootstrap.kafka.svc.cluster.local:9092</c>.
    /// </summary>
    public string BootstrapServers { get; set; } =
        Environment.GetEnvironmentVariable("KUBERNETES_SERVICE_HOST") is null ? "localhost:9092" : InKubernetes;

    /// <summary>The topic. Default: <c>events</c>.</summary>
    public string Topic { get; set; } = "events";

    /// <summary>The consumer group through which processes share the partitions. Default: <c>pathway-consumer</c>.</summary>
    public string GroupId { get; set; } = "pathway-consumer";

    /// <summary>
    /// Static membership: a name of this process that no other process has and that survives a restart (a stateful set's
    /// pod name), so that a restart moves no partitions. Default: none.
    /// </summary>
    public string? GroupInstanceId { get; set; }

    /// <summary>
    /// The identity under which positions are kept. Default (also if empty): composed of the cluster id, the topic and the
    /// topic id that the brokers report. Required if they report no cluster id.
    /// </summary>
    public string? SourceName { get; set; }

    /// <summary>
    /// After a topic was deleted and created again: the new topic's id, to accept that its records are counted in
    /// addition to the old topic's. Default: none, and such a topic is rejected.
    /// </summary>
    public string? AcceptTopicId { get; set; }

    /// <summary>Any librdkafka property (TLS, SASL, tuning), passed through unchanged. Never logged.</summary>
    public Dictionary<string, string> Client { get; } = new(StringComparer.Ordinal);
}
