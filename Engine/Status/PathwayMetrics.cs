using System.Diagnostics.Metrics;
using System.Text.Json;

namespace PathwayOrleans.Engine.Status;

/// <summary>
/// The metrics of an engine. Most are read from its <see cref="IEngineMonitor"/> when they are collected; those of commits
/// and windows are recorded when they occur.
/// </summary>
public sealed class PathwayMetrics : IDisposable
{
    /// <summary>The meter's name.</summary>
    public const string MeterName = "PathwayOrleans";

    private readonly Meter _meter = new(MeterName);
    private readonly Histogram<int> _commitUsers;
    private readonly Histogram<double> _commitDuration;
    private readonly Counter<long> _windowRows;
    private readonly Counter<long> _lateEvents;
    private readonly Counter<long> _futureEvents;
    private readonly Counter<long> _evictedWindows;
    private readonly Counter<long> _reloads;

    public PathwayMetrics()
    {
        _commitUsers = _meter.CreateHistogram<int>("pathway.commit.users", "{user}", "User rows per commit.");
        _commitDuration = _meter.CreateHistogram<double>(
            "pathway.commit.duration", "s", "Time from the start of a commit until its outcome is known, retries included.");
        _windowRows = _meter.CreateCounter<long>("pathway.windows.rows", "{row}", "Window rows written.");
        _lateEvents = _meter.CreateCounter<long>(
            "pathway.events.late", "{event}", "Events that were counted but were too late for a window.");
        _futureEvents = _meter.CreateCounter<long>(
            "pathway.events.future", "{event}", "Events rejected because they are too far ahead of their records.");
        _evictedWindows = _meter.CreateCounter<long>(
            "pathway.windows.evicted",
            "{window}",
            "Open windows evicted from a user's state because there were more than MaxOpenPerUser.");
        _reloads = _meter.CreateCounter<long>(
            "pathway.windows.recalls",
            "{reload}",
            "Times that an event needed windows that had been evicted from its user's state.");
    }

    /// <summary>Records a finished commit.</summary>
    public void CommitFinished(int users, TimeSpan duration)
    {
        _commitUsers.Record(users);
        _commitDuration.Record(duration.TotalSeconds);
    }

    /// <summary>Records the window rows, late events and evicted windows of a commit.</summary>
    public void WindowsWritten(int rows, int late, int evicted)
    {
        _windowRows.Add(rows);
        _lateEvents.Add(late);
        _evictedWindows.Add(evicted);
    }

    /// <summary>Records events from the future that became dead letters.</summary>
    public void FutureEvents(int count) => _futureEvents.Add(count);

    /// <summary>Records that a user's windows had to be read again.</summary>
    public void WindowsReloaded() => _reloads.Add(1);

    /// <summary>Publishes an engine's counters and gauges.</summary>
    public void Observe(IEngineMonitor engine)
    {
        ArgumentNullException.ThrowIfNull(engine);
        Counter("pathway.events.applied", "{event}", "Events counted.", status => status.EventsApplied);
        Counter(
            "pathway.events.skipped", "{event}", "Redelivered events that the fence skipped.", status => status.EventsSkipped);
        Counter(
            "pathway.events.dead_lettered",
            "{event}",
            "Records that could not be counted and were written to dead_letters.",
            status => status.DeadLettered);
        Counter("pathway.commits", "{commit}", "Commits that succeeded.", status => status.Commits);
        Counter(
            "pathway.commits.rejected",
            "{commit}",
            "Commits rejected because a row had another version.",
            status => status.CommitsRejected);
        Counter(
            "pathway.pauses",
            "{pause}",
            "Times that reading was paused until the database had caught up.",
            status => status.Pauses);
        Gauge("pathway.events.in_flight", "{event}", "Events read and not durable yet.", status => status.EventsInFlight);
        Gauge("pathway.partitions.paused", "{partition}", "Partitions that are paused now.", status => status.PartitionsPaused);
        Gauge(
            "pathway.database.connections",
            "{connection}",
            "Database connections open now.",
            status => status.DatabaseConnections);
        Gauge(
            "pathway.problems",
            "{problem}",
            "Problems because of which the process does not count; /api/status names them.",
            status => status.Problems.Count);
        Gauge("pathway.users.in_memory", "{user}", "Users whose state is in memory.", status => status.UsersInMemory);
        _meter.CreateObservableGauge(
            "pathway.lag",
            () => engine.Partitions.Where(p => p.Lag is not null).Select(p =>
                new Measurement<long>(p.Lag!.Value, new KeyValuePair<string, object?>("partition", p.Partition))),
            "{event}",
            "Records of a partition that are not durable yet.");
        _meter.CreateObservableGauge(
            "pathway.partitions",
            () => CountByState(engine.Partitions),
            "{partition}",
            "Partitions of this process by state; a stopped one waits for an operator.");

        void Counter(string name, string unit, string description, Func<EngineStatus, long> value) =>
            _meter.CreateObservableCounter(name, () => value(engine.Status), unit, description);

        void Gauge(string name, string unit, string description, Func<EngineStatus, long> value) =>
            _meter.CreateObservableGauge(name, () => value(engine.Status), unit, description);
    }

    public void Dispose() => _meter.Dispose();

    // Includes the states that no partition is in: an alert ends only when it sees a zero.
    private static IEnumerable<Measurement<long>> CountByState(IReadOnlyList<PartitionStatus> partitions) =>
        Enum.GetValues<PartitionState>().Select(state => new Measurement<long>(
            partitions.Count(partition => partition.State == state), new KeyValuePair<string, object?>("state", NameOf(state))));

    // The spelling that the API uses.
    private static string NameOf(PartitionState state) => JsonNamingPolicy.CamelCase.ConvertName(state.ToString());
}
