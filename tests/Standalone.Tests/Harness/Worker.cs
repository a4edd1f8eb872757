using System.Globalization;
using System.Net;
using System.Net.Http.Json;
using System.Text.Json;
using PathwayOrleans.LocalInfra;
using PathwayOrleans.Monitoring.Status;
using PathwayOrleans.Testing;

namespace PathwayOrleans.Standalone.Tests.Harness;

/// <summary>The standalone engine as a process of its own, as users run it.</summary>
internal sealed class Worker : IAsyncDisposable
{
    // Kafka's lower bound for real brokers; the embedded one takes less.
    private static readonly int SessionTimeoutMs = KafkaForTests.IsReal ? 6000 : 3000;

    private readonly HttpClient _http;

    private Worker(ChildProcess process, int port)
    {
        Process = process;
        _http = new HttpClient { BaseAddress = new Uri($"http://127.0.0.1:{port}"), Timeout = TimeSpan.FromSeconds(10) };
    }

    internal ChildProcess Process { get; }

    internal static Worker Start(KafkaForTests kafka, string databaseUrl, params (string Key, string Value)[] settings)
    {
        int port = FreePort.Find();
        var environment = new Dictionary<string, string?>
        {
            ["Pathway__Kafka__BootstrapServers"] = kafka.BootstrapServers,
            ["Pathway__Kafka__Topic"] = kafka.Topic,
            ["Pathway__Kafka__GroupId"] = kafka.GroupId,
            ["Pathway__Kafka__SourceName"] = kafka.SourceName,
            ["Pathway__Kafka__Client__session.timeout.ms"] = SessionTimeoutMs.ToString(CultureInfo.InvariantCulture),
            ["Pathway__Kafka__Client__heartbeat.interval.ms"] = "500",
            ["Pathway__Database__ConnectionString"] = databaseUrl,
            ["Pathway__Http__Url"] = $"http://127.0.0.1:{port}",
            ["Pathway__StopWhenInputEnds"] = "true",
        };
        foreach ((string key, string value) in settings)
        {
            environment[key] = value;
        }

        ChildProcessOptions options = ChildProcessOptions.Dotnet(Path.Combine(AppContext.BaseDirectory, "PathwayOrleans.Standalone.dll"));
        return new Worker(ChildProcess.Start(options with { Environment = environment }), port);
    }

    /// <summary>Null while the process does not answer: it is starting, frozen or gone.</summary>
    internal Task<EngineStatus?> StatusAsync() => GetAsync<EngineStatus>("/api/status");

    internal async Task<PartitionStatus[]> PartitionsAsync() => await GetAsync<PartitionStatus[]>("/api/partitions") ?? [];

    internal async Task<HttpStatusCode?> ReadinessAsync()
    {
        try
        {
            using HttpResponseMessage answer = await _http.GetAsync("/readyz");
            return answer.StatusCode;
        }
        catch (HttpRequestException)
        {
            return null;
        }
    }

    /// <summary>A report of its API; null while the process does not answer, or has no time for it.</summary>
    internal Task<JsonDocument?> ReportAsync(string path) => GetAsync<JsonDocument>(path);

    /// <summary>Waits until it reads so many partitions.</summary>
    internal Task ReadsAsync(int partitions) => WaitForAsync(
        async () => (await PartitionsAsync()).Count(p => p.State is PartitionState.Reading or PartitionState.Paused) == partitions,
        $"reading {partitions} partitions");

    /// <summary>Waits for a condition; where it does not come, the failure shows what the process printed.</summary>
    internal async Task WaitForAsync(Func<Task<bool>> condition, string what)
    {
        try
        {
            await Eventually.SucceedsAsync(condition, TimeSpan.FromSeconds(90), what);
        }
        catch (Exception e)
        {
            throw new InvalidOperationException($"{Process.Description}: {e.Message}\n{Process.OutputTail}", e);
        }
    }

    /// <summary>SIGTERM, and the exit code.</summary>
    internal async Task<int> StopAsync()
    {
        Process.Terminate();
        return await Process.WaitForExitAsync();
    }

    public async ValueTask DisposeAsync()
    {
        _http.Dispose();
        await Process.DisposeAsync();
    }

    private async Task<T?> GetAsync<T>(string path)
        where T : class
    {
        try
        {
            return await _http.GetFromJsonAsync<T>(path);
        }
        catch (Exception e) when (e is HttpRequestException or TaskCanceledException)
        {
            return null;
        }
    }
}
