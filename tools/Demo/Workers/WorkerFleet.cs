using System.Globalization;
using PathwayOrleans.CommandLine;
using PathwayOrleans.Demo.Faults;
using PathwayOrleans.LocalInfra;
using PathwayOrleans.Producer.Events;

namespace PathwayOrleans.Demo.Workers;

/// <summary>The worker processes. The demo fails if a worker ends unexpectedly.</summary>
internal sealed class WorkerFleet(DemoServers servers) : IAsyncDisposable
{
    private const int TailLines = 40;
    private static readonly TimeSpan StopPatience = TimeSpan.FromSeconds(5);

    // Longer than an engine needs to commit its pending events and to hand over its partitions.
    private static readonly TimeSpan HandOverPatience = TimeSpan.FromSeconds(30);

    private readonly Lock _gate = new();
    private readonly List<Worker> _running = [];
    private readonly List<Worker> _ended = [];
    private readonly List<Task> _watches = [];
    private readonly TaskCompletionSource _failed = new(TaskCreationOptions.RunContinuationsAsynchronously);
    private IWorkerKind? _kind;
    private bool _closed;
    private int _started;

    /// <summary>A folder for the logs of the workers, a file each; null for none.</summary>
    internal string? LogFolder { get; init; }

    /// <summary>Fails when a worker ends unexpectedly; never completes otherwise.</summary>
    internal Task Failed => _failed.Task;

    /// <summary>The running workers.</summary>
    internal IReadOnlyList<Worker> Running
    {
        get
        {
            lock (_gate)
            {
                return [.. _running];
            }
        }
    }

    /// <summary>The number of killed workers.</summary>
    internal int Kills { get; private set; }

    /// <summary>Called before a worker is killed or frozen; may be null.</summary>
    internal Func<Worker, Fault, Task>? BeforeFault { get; set; }

    /// <summary>Called with each worker that replaces another one; may be null.</summary>
    internal Action<Worker>? Replaced { get; set; }

    /// <summary>The logs of all workers so far.</summary>
    internal IReadOnlyList<WorkerLog> Logs
    {
        get
        {
            lock (_gate)
            {
                return [.. _ended.Concat(_running).Select(worker => worker.Log)];
            }
        }
    }

    /// <summary>Starts workers of this kind. Workers that replace killed ones are of the same kind.</summary>
    internal void Start(IWorkerKind kind, int count)
    {
        _kind = kind;
        for (int i = 0; i < count; i++)
        {
            StartOne(kind, null);
        }
    }

    /// <summary>Kills a random worker with SIGKILL and starts another one.</summary>
    /// <returns>The names of both.</returns>
    internal async Task<(string Killed, string Started)> ReplaceRandomAsync(SplitMix64 random)
    {
        IReadOnlyList<Worker> running = Unfrozen;
        Worker victim = running[random.Below(running.Count)];
        await ReportAsync(victim, Fault.Killed);
        victim.Kill();
        await victim.Exited;
        Kills++;
        return (victim.Name, Replace(victim).Name);
    }

    /// <summary>Freezes a random worker; null if all others are frozen already.</summary>
    internal async Task<Worker?> FreezeRandomAsync(SplitMix64 random)
    {
        IReadOnlyList<Worker> running = Unfrozen;
        if (running.Count < 2)
        {
            return null;
        }

        Worker victim = running[random.Below(running.Count)];
        await ReportAsync(victim, Fault.Frozen);
        victim.Freeze();
        return victim;
    }

    /// <summary>Stops every worker, so that it hands over its partitions, and waits until all have ended.</summary>
    internal Task StopAsync() => StopAsync(HandOverPatience);

    /// <summary>The dashboard of a running worker; null if none has one.</summary>
    internal Uri? FindDashboard() =>
        Running.Select(worker => worker.Plan.Dashboard).FirstOrDefault(dashboard => dashboard is not null);

    /// <summary>The last lines of each worker's output, ended workers first.</summary>
    internal string DescribeOutput()
    {
        lock (_gate)
        {
            return string.Join(Environment.NewLine, _ended.Concat(_running).SelectMany(worker =>
                (string[])[$"--- {worker.Name} ({worker.Plan.Url}) ---", .. worker.OutputTail.Split('\n').TakeLast(TailLines)]));
        }
    }

    /// <summary>Stops every worker; kills those that do not stop in time.</summary>
    public async ValueTask DisposeAsync()
    {
        lock (_gate)
        {
            _closed = true;
        }

        await StopAsync(StopPatience);
        foreach (Worker worker in _ended.Concat(_running))
        {
            await worker.DisposeAsync();
        }
    }

    private IReadOnlyList<Worker> Unfrozen => [.. Running.Where(worker => !worker.IsFrozen)];

    private Task ReportAsync(Worker worker, Fault fault) => BeforeFault?.Invoke(worker, fault) ?? Task.CompletedTask;

    private Worker Replace(Worker ended)
    {
        Worker started = StartOne(_kind!, ended.Plan);
        Replaced?.Invoke(started);
        return started;
    }

    private async Task StopAsync(TimeSpan patience)
    {
        // Repeated for a worker that was started meanwhile to replace one whose port was taken.
        while (Running is { Count: > 0 } running)
        {
            await Task.WhenAll(running.Select(worker => worker.StopAsync(patience)));
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
            var log = new WorkerLog();
            ChildProcess process = ChildProcess.Start(ChildProcessOptions.Dotnet(plan.Dll, [.. plan.Arguments]) with
            {
                Environment = plan.Environment,

                // An appsettings.json in the user's folder configures the user's broker and database, not those of the demo.
                WorkingDirectory = servers.HasEmbeddedKafka && servers.HasPrivatePostgres ? AppContext.BaseDirectory : null,
                OwnSession = true,
                OnLine = log.Add,
                LogFile = LogFolder is { } folder ? Path.Combine(folder, $"{name}.log") : null,
            });
            var worker = new Worker(name, plan, process, log);
            _running.Add(worker);
            worker.Removed = WatchAsync(worker);
            _watches.Add(worker.Removed);
            return worker;
        }
    }

    private async Task WatchAsync(Worker worker)
    {
        int exitCode = await worker.Exited;
        lock (_gate)
        {
            _running.Remove(worker);
            _ended.Add(worker);
            if (worker.IsStopping)
            {
                return;
            }
        }

        if (worker.WasFrozen && TryReplace(worker))
        {
            // The others took its partitions while it was frozen; a silo ends when it finds out.
            return;
        }

        if (worker.OutputTail.Contains("address already in use", StringComparison.OrdinalIgnoreCase) && TryStartAnother())
        {
            // Another process took the port after it was found free.
            return;
        }

        _failed.TrySetException(new CommandFailedException(
            $"Worker {worker.Name} ended unexpectedly with exit code {exitCode}.{Environment.NewLine}{DescribeOutput()}"));
    }

    private bool TryStartAnother() => TryStart(() => StartOne(_kind!, null));

    private bool TryReplace(Worker ended) => TryStart(() => Replace(ended));

    private static bool TryStart(Func<Worker> start)
    {
        try
        {
            start();
            return true;
        }
        catch (ObjectDisposedException)
        {
            return false;
        }
    }
}
