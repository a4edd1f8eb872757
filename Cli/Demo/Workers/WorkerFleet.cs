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

    // Longer than an engine takes to commit what it has and to hand its partitions over.
    private static readonly TimeSpan HandOverPatience = TimeSpan.FromSeconds(30);

    private readonly Lock _gate = new();
    private readonly List<Worker> _living = [];
    private readonly List<Worker> _ended = [];
    private readonly List<Task> _watches = [];
    private readonly TaskCompletionSource _failed = new(TaskCreationOptions.RunContinuationsAsynchronously);
    private IWorkerKind? _kind;
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

    /// <summary>Starts workers; those that take the places of killed ones will be of this kind too.</summary>
    internal void Start(IWorkerKind kind, int count)
    {
        _kind = kind;
        for (int i = 0; i < count; i++)
        {
            StartOne(kind, null);
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
        return (victim.Name, StartOne(_kind!, victim.Plan).Name);
    }

    /// <summary>Asks every worker to hand over and end, and returns when all have ended.</summary>
    internal Task StopAsync() => StopAsync(HandOverPatience);

    /// <summary>The dashboard of a worker that runs now; null where none has one.</summary>
    internal Uri? FindDashboard() => Living.Select(worker => worker.Plan.Dashboard).FirstOrDefault(dashboard => dashboard is not null);

    /// <summary>What the workers said last, those that have ended first.</summary>
    internal string DescribeOutput()
    {
        lock (_gate)
        {
            return string.Join(Environment.NewLine, _ended.Concat(_living).SelectMany(worker =>
                (string[])[$"--- {worker.Name} ({worker.Plan.Url}) ---", .. worker.OutputTail.Split('\n').TakeLast(TailLines)]));
        }
    }

    /// <summary>Asks every worker to end; kills those that take too long.</summary>
    public async ValueTask DisposeAsync()
    {
        lock (_gate)
        {
            _closed = true;
        }

        await StopAsync(StopPatience);
        foreach (Worker worker in _ended.Concat(_living))
        {
            await worker.DisposeAsync();
        }
    }

    private async Task StopAsync(TimeSpan patience)
    {
        // Again for one that was started meanwhile, in the place of one that found its port taken.
        while (Living is { Count: > 0 } living)
        {
            await Task.WhenAll(living.Select(worker => worker.StopAsync(patience)));
            await Task.WhenAll(Watches());
        }

        await Task.WhenAll(Watches());
    }

    private Task[] Watches()
    {
        lock (_gate)
        {
            return [.. _watches];
        }
    }

    private Worker StartOne(IWorkerKind kind, WorkerPlan? predecessor)
    {
        lock (_gate)
        {
            ObjectDisposedException.ThrowIf(_closed, this);
            string name = string.Create(CultureInfo.InvariantCulture, $"w{++_started}");
            WorkerPlan plan = kind.Plan(name, predecessor);
            ChildProcess process = ChildProcess.Start(ChildProcessOptions.Dotnet(plan.Dll, [.. plan.Arguments]) with
            {
                Environment = plan.Environment,

                // An appsettings.json in the user's folder is for the user's own broker and database.
                WorkingDirectory = stage.HasEmbeddedKafka && stage.HasPrivatePostgres ? AppContext.BaseDirectory : null,
                OwnSession = true,
            });
            var worker = new Worker(name, plan, process);
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
            StartOne(_kind!, null);
            return true;
        }
        catch (ObjectDisposedException)
        {
            return false;
        }
    }
}
