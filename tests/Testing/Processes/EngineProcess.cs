using System.Globalization;
using System.Net;
using System.Net.Http.Json;
using System.Text.Json;
using PathwayOrleans.Engine.Status;
using PathwayOrleans.LocalInfra;

namespace PathwayOrleans.Testing.Processes;

/// <summary>
/// An engine as a separate process, and its HTTP API. The process is killed when this object is disposed, which a test does
/// when its time limit is reached, and when the process of the tests ends.
/// </summary>
public abstract class EngineProcess : IAsyncDisposable
{
    private static readonly TimeSpan Patience = TimeSpan.FromMinutes(5);
    private static readonly TimeSpan AnswerPatience = TimeSpan.FromSeconds(10);

    private readonly HttpClient _http;

    private protected EngineProcess(ChildProcessOptions command, string url)
    {
        Process = ChildProcess.Start(command with { OnLine = Logged.Add });
        _http = new HttpClient { BaseAddress = new Uri(url), Timeout = AnswerPatience };
    }

    public ChildProcess Process { get; }

    /// <summary>How often it logged each kind of message.</summary>
    public LoggedKinds Logged { get; } = new();

    /// <summary>The status; null while the process does not answer: it is starting, frozen, cut off or has ended.</summary>
    public Task<EngineStatus?> StatusAsync() => GetAsync<EngineStatus>("/api/status");

    /// <summary>The status of its partitions; empty while the process does not answer.</summary>
    public async Task<PartitionStatus[]> PartitionsAsync() => await GetAsync<PartitionStatus[]>("/api/partitions") ?? [];

    /// <summary>The numbers of the partitions that it reads.</summary>
    public async Task<int[]> ReadsAsync() =>
    [
        .. (await PartitionsAsync())
            .Where(partition => partition.State is PartitionState.Reading or PartitionState.Paused)
            .Select(partition => partition.Partition),
    ];

    /// <summary>Waits until it reads the given number of partitions.</summary>
    public Task ReadsAsync(int partitions) => WaitForAsync(
        async () => (await ReadsAsync()).Length == partitions, $"reading {partitions} partitions");

    /// <summary>A report of its API; null if the process does not answer or rejects the request because it is busy.</summary>
    public Task<JsonDocument?> ReportAsync(string path) => GetAsync<JsonDocument>(path);

    /// <summary>Status code and text; null while the process does not answer.</summary>
    public async Task<(HttpStatusCode Code, string Text)?> AskAsync(string path)
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

    /// <summary>The status code of its readiness check; null while the process does not answer.</summary>
    public async Task<HttpStatusCode?> ReadinessAsync() => (await AskAsync("/readyz"))?.Code;

    /// <summary>Waits until it is ready.</summary>
    public Task ReadyAsync() => WaitForAsync(async () => await ReadinessAsync() == HttpStatusCode.OK, "being ready");

    /// <summary>Waits for a condition. On failure the message includes the output of the process.</summary>
    public async Task WaitForAsync(Func<Task<bool>> condition, string what)
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

    /// <summary>Sends SIGTERM and returns the exit code.</summary>
    public Task<int> StopAsync()
    {
        Process.Terminate();
        return EndAsync("ending after SIGTERM");
    }

    /// <summary>The exit code of a process that is expected to end.</summary>
    public async Task<int> EndAsync(string what)
    {
        await WaitForAsync(() => Task.FromResult(Process.HasExited), what);
        return await Process.WaitForExitAsync();
    }

    /// <summary>Kills the process if it still runs, and waits for its end.</summary>
    public async ValueTask DisposeAsync()
    {
        _http.Dispose();
        await Process.DisposeAsync();
        GC.SuppressFinalize(this);
    }

    /// <summary>The command that runs the program of an engine on a test's topic and database.</summary>
    /// <param name="command">How it is run; the environment is added.</param>
    /// <param name="kafka">The topic.</param>
    /// <param name="databaseUrl">The database.</param>
    /// <param name="url">The address of its HTTP API.</param>
    /// <param name="settings">Environment variables; if one is given twice, the last value applies.</param>
    private protected static ChildProcessOptions Configure(
        ChildProcessOptions command,
        KafkaForTests kafka,
        string databaseUrl,
        string url,
        IEnumerable<(string Key, string Value)> settings)
    {
        var environment = new Dictionary<string, string?>
        {
            ["Pathway__Kafka__BootstrapServers"] = kafka.BootstrapServers,
            ["Pathway__Kafka__Topic"] = kafka.Topic,
            ["Pathway__Kafka__GroupId"] = kafka.GroupId,
            ["Pathway__Kafka__SourceName"] = kafka.SourceName,
            ["Pathway__Database__ConnectionString"] = databaseUrl,
            ["Pathway__Http__Url"] = url,
            ["Pathway__StopWhenInputEnds"] = "true",
        };
        foreach ((string key, string value) in settings)
        {
            environment[key] = value;
        }

        return command with { Environment = environment };
    }

    /// <summary>The path of a program that the build copies beside the tests, because their project references it.</summary>
    private protected static string ProgramPath(string name) =>
        Path.Combine(AppContext.BaseDirectory, $"PathwayOrleans.{name}.dll");

    private protected static string Text(int number) => number.ToString(CultureInfo.InvariantCulture);

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
