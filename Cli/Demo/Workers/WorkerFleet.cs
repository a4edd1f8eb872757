using System.Globalization;
using PathwayOrleans.LocalInfra;
using PathwayOrleans.Producer.Command;
using PathwayOrleans.Producer.Events;

namespace PathwayOrleans.Cli.Demo.Workers;

/// <summary>The worker processes. A worker that ends by itself fails the demo.</summary>
internal sealed class WorkerFleet(DemoStage stage) : IAsyncDisposable
{
    private const int TailLines = 40;
    private static readonly TimeSpan StopPatience = TimeSpan.FromSeconds(5);

    private readonly Lock _gate = new();
    private readonly List<Worker> _living = [];
    private readonly List<Worker> _ended = [];
    private readonly List<Task> _watches = [];
    private readonly TaskCompletionSource _failed = new(TaskCreationOptions.RunContinuationsAsynchronously);
    private bool _closed;
    private int _started;

    /// <summary>Ends, with the reason, when a worker has ended by itself; never otherwise.</summary>
    internal Task Failed => _failed.Task;

    /// <summary>The workers that run now.</summary>
    internal IReadOnlyList<Worker> Living
    {
        get
        {
            lock (_gate)
            {
                return [.. _living];
            }
        }
    }

    /// <summary>How many were killed so far.</summary>
    internal int Kills { get; private set; }

    /// <summary>Starts workers.</summary>
    internal void Start(int count)
    {
        for (int i = 0; i < count; i++)
        {
            StartOne();
        }
    }

    /// <summary>Kills a worker with SIGKILL and starts another one.</summary>
    /// <returns>The names of both.</returns>
    internal async Task<(string Killed, string Started)> ReplaceRandomAsync(SplitMix64 random)
    {
        IReadOnlyList<Worker> living = Living;
        Worker victim = living[random.Below(living.Count)];
        victim.Kill();
        await victim.Exited;
        Kills++;
        return (victim.Name, StartOne().Name);
    }

    /// <summary>What the workers said last, those that have ended first.</summary>
    internal string DescribeOutput()
    {
        lock (_gate)
        {
            return string.Join(Environment.NewLine, _ended.Concat(_living).SelectMany(worker =>
                (string[])[$"--- {worker.Name} ({worker.Url}) ---", .. worker.OutputTail.Split('\n').TakeLast(TailLines)]));
        }
    }

    /// <summary>Asks every worker to end; kills those that take too long.</summary>
    public async ValueTask DisposeAsync()
    {
        lock (_gate)
        {
            _closed = true;
        }

        await Task.WhenAll(Living.Select(worker => worker.StopAsync(StopPatience)));
        await Task.WhenAll(_watches);
        foreach (Worker worker in _ended.Concat(_living))
        {
            await worker.DisposeAsync();
        }
    }

    private Worker StartOne()
    {
        lock (_gate)
        {
            ObjectDisposedException.ThrowIf(_closed, this);
            string name = string.Create(CultureInfo.InvariantCulture, $"w{++_started}");
            var url = new Uri(string.Create(CultureInfo.InvariantCulture, $"http://127.0.0.1:{FreePort.Find()}"));
            ChildProcess process = ChildProcess.Start(ChildProcessOptions.Dotnet(typeof(WorkerFleet).Assembly.Location, "run") with
            {
                Environment = WorkerEnvironment.Create(stage, url),

                // An appsettings.json in the user's folder is for the user's own broker and database.
                WorkingDirectory = stage.HasEmbeddedKafka && stage.HasPrivatePostgres ? AppContext.BaseDirectory : null,
                OwnSession = true,
            });
            var worker = new Worker(name, url, process);
            _living.Add(worker);
            _watches.Add(WatchAsync(worker));
            return worker;
        }
    }

    private async Task WatchAsync(Worker worker)
    {
        int exitCode = await worker.Exited;
        lock (_gate)
        {
            _living.Remove(worker);
            _ended.Add(worker);
            if (worker.EndIsWanted)
            {
                return;
            }
        }

        if (worker.OutputTail.Contains("address already in use", StringComparison.OrdinalIgnoreCase) && TryStartAnother())
        {
            // Another process took its port between our look and its start.
            return;
        }

        _failed.TrySetException(new CommandFailedException(
            $"Worker {worker.Name} ended by itself with exit code {exitCode}.{Environment.NewLine}{DescribeOutput()}"));
    }

    private bool TryStartAnother()
    {
        try
        {
            StartOne();
            return true;
        }
        catch (ObjectDisposedException)
        {
            return false;
        }
    }
}
