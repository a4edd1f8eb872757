using System.Net.Http.Json;
using PathwayOrleans.Engine.Status;
using PathwayOrleans.LocalInfra;
using PathwayOrleans.Sources.Kafka;

namespace PathwayOrleans.Bench;

/// <summary>Runs an engine once as a process and measures it through its HTTP API.</summary>
internal static class EngineRun
{
    private static readonly TimeSpan PollInterval = TimeSpan.FromMilliseconds(20);

    internal static async Task<Measurement> RunAsync(
        EngineProgram program, string databaseUrl, KafkaOptions kafka, string runName, long events,
        CancellationToken cancellationToken)
    {
        string address = $"http://127.0.0.1:{FreePort.Find()}";
        ChildProcessOptions options = ChildProcessOptions.Dotnet(program.Command[0], [.. program.Command.Skip(1)]);
        await using ChildProcess engine = ChildProcess.Start(options with
        {
            Environment = new Dictionary<string, string?>(program.Environment)
            {
                ["Pathway__Kafka__BootstrapServers"] = kafka.BootstrapServers,
                ["Pathway__Kafka__Topic"] = kafka.Topic,
                ["Pathway__Kafka__SourceName"] = runName,
                ["Pathway__Kafka__GroupId"] = runName,
                ["Pathway__Database__ConnectionString"] = databaseUrl,
                ["Pathway__Http__Url"] = address,
                ["Pathway__StopWhenInputEnds"] = "true",
            },
        });
        using var http = new HttpClient { BaseAddress = new Uri(address) };
        long started = 0;
        EngineStatus? first = null;
        while (true)
        {
            EngineStatus? status = await StatusAsync(http, cancellationToken);
            if (first is null && status is { EventsInFlight: > 0 } or { EventsApplied: > 0 })
            {
                started = TimeProvider.System.GetTimestamp();
                first = status;
            }

            if (status is not null && status.EventsApplied == events && status.EventsInFlight == 0)
            {
                TimeSpan took = TimeProvider.System.GetElapsedTime(started);
                long peak = ProcessMemory.Peak(engine.Id);
                engine.Terminate();
                await engine.WaitForExitAsync(cancellationToken);
                long allocated = status.AllocatedBytes - first!.AllocatedBytes;
                return new Measurement(
                    events / took.TotalSeconds, peak, status.DatabaseConnections, (double)allocated / events);
            }

            if (engine.HasExited)
            {
                throw new InvalidOperationException($"The engine ended before all events were applied: {engine.OutputTail}");
            }

            await Task.Delay(PollInterval, cancellationToken);
        }
    }

    private static async Task<EngineStatus?> StatusAsync(HttpClient http, CancellationToken cancellationToken)
    {
        try
        {
            return await http.GetFromJsonAsync<EngineStatus>("/api/status", cancellationToken);
        }
        catch (HttpRequestException)
        {
            // The engine is starting.
            return null;
        }
    }
}
