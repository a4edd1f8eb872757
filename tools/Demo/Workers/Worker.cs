using System.Diagnostics;
using System.Net.Http.Json;
using System.Text.Json;
using PathwayOrleans.Engine.Status;
using PathwayOrleans.LocalInfra;

namespace PathwayOrleans.Demo.Workers;

/// <summary>One worker process and its HTTP API.</summary>
internal sealed class Worker : IAsyncDisposable
{
    private static readonly TimeSpan ApiTimeout = TimeSpan.FromSeconds(2);

    private readonly ChildProcess _process;
    private readonly HttpClient _http;
    private volatile bool _isStopping;
    private volatile bool _isFrozen;
    private volatile bool _wasFrozen;

    internal Worker(string name, WorkerPlan plan, ChildProcess process, WorkerLog log)
    {
        Name = name;
        Log = log;
        Plan = plan;
        _process = process;
        _http = new HttpClient { BaseAddress = plan.Url, Timeout = ApiTimeout };
    }

    internal string Name { get; }

    internal WorkerPlan Plan { get; }

    internal WorkerLog Log { get; }

    /// <summary>Completes when the process has ended and the worker is not among the running ones any more.</summary>
    internal Task Removed { get; set; } = Task.CompletedTask;

    /// <summary>Whether the worker is frozen now.</summary>
    internal bool IsFrozen => _isFrozen;

    /// <summary>Whether the worker was frozen at some time. A silo then ends, if it was declared dead.</summary>
    internal bool WasFrozen => _wasFrozen;

    /// <summary>Whether the worker was killed or asked to stop.</summary>
    internal bool IsStopping => _isStopping;

    /// <summary>The last lines of its output.</summary>
    internal string OutputTail => _process.OutputTail;

    /// <summary>Completes with the exit code when the process has ended.</summary>
    internal Task<int> Exited => _process.WaitForExitAsync();

    /// <summary>Sends SIGKILL: the worker cannot clean up.</summary>
    internal void Kill()
    {
        _isStopping = true;
        _process.Kill();
    }

    /// <summary>Sends SIGSTOP: the worker does nothing until <see cref="Continue"/>.</summary>
    internal void Freeze()
    {
        _wasFrozen = true;
        _isFrozen = true;
        _process.Freeze();
    }

    /// <summary>Sends SIGCONT.</summary>
    internal void Continue()
    {
        _isFrozen = false;
        _process.Continue();
    }

    /// <summary>Sends SIGTERM, so that the worker hands over its partitions; kills it after a timeout.</summary>
    /// <returns>How long it took to end.</returns>
    internal async Task<TimeSpan> StopAsync(TimeSpan patience)
    {
        long start = Stopwatch.GetTimestamp();
        _isStopping = true;
        if (_isFrozen)
        {
            Continue();
        }

        _process.Terminate();
        try
        {
            await Exited.WaitAsync(patience);
        }
        catch (TimeoutException)
        {
            _process.Kill();
        }

        return Stopwatch.GetElapsedTime(start);
    }

    /// <summary>Whether the worker is ready: database and broker respond, and it has joined its group or cluster.</summary>
    internal async Task<bool> IsReadyAsync(CancellationToken cancellationToken) =>
        await AskAsync(
            async token =>
            {
                using HttpResponseMessage answer = await _http.GetAsync(new Uri("/readyz", UriKind.Relative), token);
                return answer.IsSuccessStatusCode;
            },
            cancellationToken);

    /// <summary>The status of the worker; null while it does not respond.</summary>
    internal Task<EngineStatus?> GetStatusAsync(CancellationToken cancellationToken) =>
        AskAsync(token => _http.GetFromJsonAsync<EngineStatus>("/api/status", token), cancellationToken);

    /// <summary>The partitions of the worker; null while it does not respond.</summary>
    internal Task<PartitionStatus[]?> GetPartitionsAsync(CancellationToken cancellationToken) =>
        AskAsync(token => _http.GetFromJsonAsync<PartitionStatus[]>("/api/partitions", token), cancellationToken);

    public async ValueTask DisposeAsync()
    {
        _isStopping = true;
        _http.Dispose();
        await _process.DisposeAsync();
    }

    private static async Task<T?> AskAsync<T>(Func<CancellationToken, Task<T?>> ask, CancellationToken cancellationToken)
    {
        try
        {
            return await ask(cancellationToken);
        }
        catch (Exception e) when (e is HttpRequestException or JsonException or ObjectDisposedException)
        {
            // The worker is starting or has ended.
            return default;
        }
        catch (OperationCanceledException) when (!cancellationToken.IsCancellationRequested)
        {
            return default;
        }
    }
}
