using PathwayOrleans.LocalInfra;

namespace PathwayOrleans.Demo.Workers;

/// <summary>Workers that run the standalone engine: <c>pathway run</c>. Kafka's consumer group assigns the partitions.</summary>
internal sealed class StandaloneWorkers(WorkerSetting setting) : IWorkerKind
{
    // A killed worker's partitions move after the session timeout; 6 s is the default minimum of a Kafka broker.
    private const int SessionTimeoutMs = 6_000;
    private const int HeartbeatIntervalMs = 1_000;

    // The embedded broker has no minimum. Each of its rebalances lasts one second less than the session timeout.
    private const int EmbeddedSessionTimeoutMs = 2_000;
    private const int EmbeddedHeartbeatIntervalMs = 400;

    public string Plural => "workers";

    public WorkerPlan Plan(string name, WorkerPlan? predecessor)
    {
        int port = FreePort.Find();
        Uri url = WorkerPlan.Local(port);
        WorkerEnvironment environment = WorkerEnvironment.Create(setting, url);
        environment.Set(
            "Pathway:Kafka:Client:session.timeout.ms", setting.HasEmbeddedKafka ? EmbeddedSessionTimeoutMs : SessionTimeoutMs);
        environment.Set(
            "Pathway:Kafka:Client:heartbeat.interval.ms",
            setting.HasEmbeddedKafka ? EmbeddedHeartbeatIntervalMs : HeartbeatIntervalMs);
        return new WorkerPlan
        {
            Dll = Path.Combine(AppContext.BaseDirectory, "PathwayOrleans.Cli.dll"),
            Arguments = ["run"],
            Environment = environment.Variables,
            Url = url,
            Ports = [port],
        };
    }
}
