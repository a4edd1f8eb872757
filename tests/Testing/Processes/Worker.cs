using PathwayOrleans.LocalInfra;

namespace PathwayOrleans.Testing.Processes;

/// <summary>The standalone engine as a separate process, started with the command that users run.</summary>
public sealed class Worker : EngineProcess
{
    // The minimum that real brokers accept; the embedded one accepts less.
    private static readonly int SessionTimeoutMs = KafkaForTests.IsReal ? 6000 : 3000;

    private Worker(ChildProcessOptions command, string url)
        : base(command, url)
    {
    }

    /// <summary>Starts it. The project of the tests must reference Cli.</summary>
    public static Worker Start(KafkaForTests kafka, string databaseUrl, params (string Key, string Value)[] settings)
    {
        ArgumentNullException.ThrowIfNull(kafka);
        string url = $"http://127.0.0.1:{FreePort.Find()}";
        (string, string)[] defaults =
        [
            ("Pathway__Kafka__Client__session.timeout.ms", Text(SessionTimeoutMs)),
            ("Pathway__Kafka__Client__heartbeat.interval.ms", "500"),
        ];
        return new Worker(
            Configure(ChildProcessOptions.Dotnet(ProgramPath("Cli"), "run"), kafka, databaseUrl, url, defaults.Concat(settings)),
            url);
    }
}
