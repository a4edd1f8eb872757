using System.Net.Http.Json;
using System.Text.Json;
using PathwayOrleans.LocalInfra;
using PathwayOrleans.Monitoring.Status;

namespace PathwayOrleans.Cli.Demo.Workers;

/// <summary>One worker process and its HTTP API.</summary>
internal sealed class Worker : IAsyncDisposable
{
    private static readonly TimeSpan ApiTimeout = TimeSpan.FromSeconds(2);

    private readonly ChildProcess _process;
    private readonly HttpClient _http;
    private volatile bool _endIsWanted;

    internal Worker(string name, WorkerPlan plan, ChildProcess process)
    {
        Name = name;
        Plan = plan;
        _process = process;
        _http = new HttpClient { BaseAddress = plan.Url, Timeout = ApiTimeout };
    }

    internal string Name { get; }

    internal WorkerPlan Plan { get; }

    /// <summary>Whether we ended it, or are about to.</summary>
    internal bool EndIsWanted => _endIsWanted;

    /// <summary>What it said last.</summary>
    internal string OutputTail => _process.OutputTail;

    /// <summary>Ends when the process has ended, with its exit code.</summary>
    internal Task<int> Exited => _process.WaitForExitAsync();

    /// <summary>SIGKILL: it cannot clean up.</summary>
    internal void Kill()
    {
        _endIsWanted = true;
        _process.Kill();
    }

    /// <summary>Asks it to hand over and end; kills it where that takes too long.</summary>
    internal async Task StopAsync(TimeSpan patience)
    {
        _endIsWanted = true;
        _process.Terminate();
        try
        {
            await Exited.WaitAsync(patience);
        }
        catch (TimeoutException)
        {
            _process.Kill();
        }
    }

    /// <summary>Whether database and broker answer it and it has joined its group or cluster.</summary>
    internal async Task<bool> IsReadyAsync(CancellationToken cancellationToken) =>
        await AskAsync(async token => (await _http.GetAsync(new Uri("/readyz", UriKind.Relative), token)).IsSuccessStatusCode, cancellationToken);

    /// <summary>What it says of itself; null while it does not answer.</summary>
    internal Task<EngineStatus?> GetStatusAsync(CancellationToken cancellationToken) =>
        AskAsync(token => _http.GetFromJsonAsync<EngineStatus>("/api/status", token), cancellationToken);

    /// <summary>The partitions it has; null while it does not answer.</summary>
    internal Task<PartitionStatus[]?> GetPartitionsAsync(CancellationToken cancellationToken) =>
        AskAsync(token => _http.GetFromJsonAsync<PartitionStatus[]>("/api/partitions", token), cancellationToken);

    public async ValueTask DisposeAsync()
    {
        _endIsWanted = true;
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
            // Starting, or gone.
            return default;
        }
        catch (OperationCanceledException) when (!cancellationToken.IsCancellationRequested)
        {
            return default;
        }
    }
}
