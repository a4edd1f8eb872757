using System.Globalization;
using System.Net;
using System.Net.Http.Json;
using PathwayOrleans.LocalInfra;
using PathwayOrleans.Monitoring.Status;
using PathwayOrleans.Testing;

namespace PathwayOrleans.Silo.Tests.Processes.Harness;

/// <summary>A silo as a process of its own, as users run it.</summary>
internal sealed class SiloProcess : IAsyncDisposable
{
    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(90);

    private readonly HttpClient _http;

    private SiloProcess(ChildProcess process, SiloPlace place)
    {
        Process = process;
        Place = place;
        _http = new HttpClient { BaseAddress = new Uri($"http://{place.Address}:{place.HttpPort}"), Timeout = TimeSpan.FromSeconds(7) };
    }

    internal ChildProcess Process { get; }

    internal SiloPlace Place { get; }

    internal static SiloProcess Start(KafkaForTests kafka, string databaseUrl, SiloPlace place, params IEnumerable<(string Key, string Value)> settings)
    {
        var environment = new Dictionary<string, string?>
        {
            ["Pathway__Kafka__BootstrapServers"] = kafka.BootstrapServers,
            ["Pathway__Kafka__Topic"] = kafka.Topic,
            ["Pathway__Kafka__GroupId"] = kafka.GroupId,
            ["Pathway__Kafka__SourceName"] = kafka.SourceName,
            ["Pathway__Database__ConnectionString"] = databaseUrl,
            ["Pathway__Http__Url"] = $"http://{place.Address}:{place.HttpPort}",
            ["Pathway__Dashboard__Enabled"] = "false",
            ["Pathway__Silo__Name"] = place.Name,
            ["Pathway__Silo__Address"] = place.Address,
            ["Pathway__Silo__Port"] = place.Port.ToString(CultureInfo.InvariantCulture),
            ["Pathway__Silo__GatewayPort"] = place.GatewayPort.ToString(CultureInfo.InvariantCulture),
            ["Pathway__Silo__ProbeTimeout"] = "00:00:01",
            ["Pathway__StopWhenInputEnds"] = "true",

            // A silo that was declared dead ends by an abort; nobody wants its core.
            ["DOTNET_DbgEnableMiniDump"] = "0",
        };
        foreach ((string key, string value) in settings)
        {
            environment[key] = value;
        }

        ChildProcessOptions options = ChildProcessOptions.Dotnet(Path.Combine(AppContext.BaseDirectory, "PathwayOrleans.Silo.dll"));
        IReadOnlyList<string> command = [.. place.Prefix, options.FileName, .. options.Arguments];
        return new SiloProcess(
            ChildProcess.Start(options with { FileName = command[0], Arguments = [.. command.Skip(1)], Environment = environment }), place);
    }

    /// <summary>Null while the process does not answer: it is starting, frozen, cut off or gone.</summary>
    internal Task<EngineStatus?> StatusAsync() => GetAsync<EngineStatus>("/api/status");

    internal async Task<PartitionStatus[]> PartitionsAsync() => await GetAsync<PartitionStatus[]>("/api/partitions") ?? [];

    /// <summary>The numbers of the partitions that it reads.</summary>
    internal async Task<int[]> ReadsAsync() =>
    [
        .. (await PartitionsAsync()).Where(p => p.State is PartitionState.Reading or PartitionState.Paused).Select(p => p.Partition),
    ];

    /// <summary>Status code and text; null while the process does not answer.</summary>
    internal async Task<(HttpStatusCode Code, string Text)?> AskAsync(string path)
    {
        try
        {
            using HttpResponseMessage answer = await _http.GetAsync(path);
            return (answer.StatusCode, await answer.Content.ReadAsStringAsync());
        }
        catch (Exception e) when (e is HttpRequestException or TaskCanceledException)
        {
            return null;
        }
    }

    internal Task ReadyAsync() => WaitForAsync(async () => await AskAsync("/readyz") is { Code: HttpStatusCode.OK }, "being ready");

    /// <summary>Waits for a condition; where it does not come, the failure shows what the process printed.</summary>
    internal async Task WaitForAsync(Func<Task<bool>> condition, string what)
    {
        try
        {
            await Eventually.SucceedsAsync(condition, Patience, what);
        }
        catch (Exception e)
        {
            throw new InvalidOperationException($"{Process.Description}: {e.Message}\n{Process.OutputTail}", e);
        }
    }

    /// <summary>SIGTERM, and the exit code.</summary>
    internal Task<int> StopAsync()
    {
        Process.Terminate();
        return EndAsync("ending after SIGTERM");
    }

    /// <summary>The exit code of a process that is expected to end.</summary>
    internal async Task<int> EndAsync(string what)
    {
        await WaitForAsync(() => Task.FromResult(Process.HasExited), what);
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
