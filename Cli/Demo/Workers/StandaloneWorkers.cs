using PathwayOrleans.LocalInfra;

namespace PathwayOrleans.Cli.Demo.Workers;

/// <summary>Workers that run the standalone engine: this program's own <c>run</c>. Kafka's consumer group gives them their partitions.</summary>
internal sealed class StandaloneWorkers(WorkerSetting setting) : IWorkerKind
{
    // A killed worker's partitions move after the session timeout; 6 s is the least that a Kafka broker takes by default.
    private const int SessionTimeoutMs = 6_000;
    private const int HeartbeatIntervalMs = 1_000;

    // The embedded broker takes any, and each of its rebalances lasts for all of it but a second, whoever has joined.
    private const int EmbeddedSessionTimeoutMs = 2_000;
    private const int EmbeddedHeartbeatIntervalMs = 400;

    public string Plural => "workers";

    public WorkerPlan Plan(string name, WorkerPlan? predecessor)
    {
        int port = FreePort.Find();
        Uri url = WorkerPlan.Local(port);
        WorkerEnvironment environment = WorkerEnvironment.Create(setting, url);
        environment.Set("Pathway:Kafka:Client:session.timeout.ms", setting.HasEmbeddedKafka ? EmbeddedSessionTimeoutMs : SessionTimeoutMs);
        environment.Set("Pathway:Kafka:Client:heartbeat.interval.ms", setting.HasEmbeddedKafka ? EmbeddedHeartbeatIntervalMs : HeartbeatIntervalMs);
        return new WorkerPlan
        {
            Dll = typeof(StandaloneWorkers).Assembly.Location,
            Arguments = ["run"],
            Environment = environment.Variables,
            Url = url,
            Ports = [port],
        };
    }
}
