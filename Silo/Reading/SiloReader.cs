using System.Diagnostics.CodeAnalysis;
using Microsoft.Extensions.Logging;
using PathwayOrleans.Aggregation;
using PathwayOrleans.Aggregation.Time;
using PathwayOrleans.Grains.Partitions;
using PathwayOrleans.Hosting;
using PathwayOrleans.Monitoring.Status;
using PathwayOrleans.Sources;
using PathwayOrleans.Sources.Kafka;

namespace PathwayOrleans.Silo.Reading;

/// <summary>
/// Reads this silo's partitions with one client of the source, on a thread of its own, into their flows. Partitions
/// are opened and closed by the streams' receivers; where to read each from is looked up in the database, at first
/// and after every rewind.
/// </summary>
internal sealed class SiloReader : IReaderListener, IDisposable
{
    private const int ReadBurst = 1_000;
    private const string Drained = "everything taken is durable";
    private const string NotDrained = "what is not durable is read again by the next owner";

    private static readonly TimeSpan IdleWait = TimeSpan.FromMilliseconds(20);
    private static readonly TimeSpan BusyWait = TimeSpan.FromMilliseconds(5);
    private static readonly TimeSpan FirstBackoff = TimeSpan.FromMilliseconds(50);
    private static readonly TimeSpan LongestBackoff = TimeSpan.FromSeconds(5);

    private readonly Lock _gate = new();
    private readonly Dictionary<int, OpenPartition> _partitions = [];
    private readonly CancellationTokenSource _stop = new();
    private readonly Mailbox _mailbox = new();
    private readonly KafkaAssignedReader _reader;
    private readonly PartitionPositioner _positioner;
    private readonly PartitionFlows _flows;
    private readonly UserBudget _budget;
    private readonly EventClockSettings _clock;
    private readonly ReadingPause _pause;
    private readonly EngineOptions _options;
    private readonly string _source;
    private readonly SiloAddress _silo;
    private readonly TimeProvider _time;
    private readonly ILogger<SiloReader> _logger;
    private Task _running = Task.CompletedTask;

    internal SiloReader(
        string source, SiloAddress silo, KafkaAssignedReader reader, PartitionPositioner positioner, PartitionFlows flows, UserBudget budget, EventClockSettings clock, EngineOptions options,
        TimeProvider time, ILogger<SiloReader> logger)
    {
        _source = source;
        _silo = silo;
        _reader = reader;
        _positioner = positioner;
        _flows = flows;
        _budget = budget;
        _clock = clock;
        _options = options;
        _time = time;
        _logger = logger;
        _pause = new ReadingPause(reader, options.PauseAfter, time, logger);
    }

    /// <summary>Called once, when an error that no waiting can mend has ended the reading.</summary>
    internal Action<Exception>? Failed { get; set; }

    /// <summary>How often a partition was paused.</summary>
    internal long Pauses => _pause.Count;

    internal KafkaAssignedReader Reader => _reader;

    internal void Start() =>
        _running = Task.Factory.StartNew(Run, CancellationToken.None, TaskCreationOptions.LongRunning, TaskScheduler.Default);

    /// <summary>Begins to read a partition, from its durable position.</summary>
    internal PartitionFlow Open(int number)
    {
        var flow = new PartitionFlow(SourcePartition.Of(_source, number), _silo, _budget, _clock, _time);
        var partition = new OpenPartition(flow);
        flow.OnRewind(reason => _mailbox.Post(() => OnRewind(partition, reason)));
        OpenPartition? before;
        lock (_gate)
        {
            _partitions.Remove(number, out before);
            _partitions[number] = partition;
            _flows.Add(flow);
            ShareBound();
        }

        _mailbox.Post(() => Begin(partition, before));
        return flow;
    }

    /// <summary>Reads no more of a partition.</summary>
    /// <returns>Completes when what its grain has taken is durable.</returns>
    internal async Task CloseAsync(PartitionFlow flow, TimeSpan patience)
    {
        Task<bool> drained = flow.CloseAsync();
        _mailbox.Post(() => Forget(flow));
        try
        {
            bool durable = await drained.WaitAsync(patience, _time);
            _logger.PartitionClosed(flow.Number, durable ? Drained : NotDrained);
        }
        catch (TimeoutException)
        {
            _logger.PartitionClosed(flow.Number, NotDrained);
        }
        finally
        {
            _flows.Remove(flow);
        }
    }

    /// <summary>Stops every partition, for good, with what to tell the operator.</summary>
    internal void StopPartitions(string error) => _mailbox.Post(() =>
    {
        foreach (OpenPartition partition in Snapshot())
        {
            Stop(partition, error, null);
        }
    });

    internal async Task StopAsync()
    {
        await _stop.CancelAsync();
        await _running;
    }

    public void OnAssigned(IReadOnlyList<int> partitions)
    {
    }

    public void OnRevoked(IReadOnlyList<int> partitions)
    {
    }

    public void OnLost(IReadOnlyList<int> partitions)
    {
    }

    public void OnPositionLost(int partition, string error)
    {
        if (Find(partition) is { } open)
        {
            open.Flow.Rewind(open.Epoch, error);
        }
    }

    public void Dispose()
    {
        _stop.Dispose();
        _mailbox.Dispose();
        _reader.Dispose();
    }

    private void Run()
    {
        try
        {
            _reader.Start(this);
            while (!_stop.IsCancellationRequested)
            {
                Step();
            }

            ReportDurable(Snapshot());
            _reader.Close();
        }
        catch (Exception e)
        {
            _logger.ReadingFailed(e, e.Message);
            Failed?.Invoke(e);
        }
    }

    private void Step()
    {
        _mailbox.Drain();
        OpenPartition[] partitions = Snapshot();
        SeekWhereDue(partitions);
        ReportDurable(partitions);
        if (_pause.Hold(partitions))
        {
            _mailbox.WaitAndDrain(BusyWait);
            return;
        }

        TimeSpan wait = partitions.Any(partition => partition.Epoch == OpenPartition.NotReading) ? BusyWait : IdleWait;
        OpenPartition? partition = null;
        for (int read = 0; read < ReadBurst && _reader.TryRead(wait, out SourceRecord record); read++)
        {
            wait = TimeSpan.Zero;

            // Records come in runs of one partition.
            partition = partition?.Number == record.Partition ? partition : Find(record.Partition);
            if (partition is not null && partition.Epoch != OpenPartition.NotReading)
            {
                partition.Flow.Append(partition.Epoch, record);
            }
        }
    }

    // A partition may come back before this thread has heard that it went.
    private void Begin(OpenPartition partition, OpenPartition? before)
    {
        if (before is not null)
        {
            RemoveFromReader(before);
        }

        Position(partition);
    }

    private void OnRewind(OpenPartition partition, string reason)
    {
        if (IsCurrent(partition))
        {
            _logger.Rewinding(partition.Number, reason);
            partition.Epoch = OpenPartition.NotReading;
            Position(partition);
        }
    }

    [SuppressMessage("Design", "CA1031", Justification = "Handed to the reader's thread, which ends with it.")]
    private void Position(OpenPartition partition)
    {
        partition.SeekTo = null;
        TimeSpan backoff = Backoff(partition.Flow.RewindsInARow);
        CancellationToken stop = _stop.Token;
        _ = Task.Run(
            async () =>
            {
                try
                {
                    await Task.Delay(backoff, _time, stop);
                    FoundPosition found = await _positioner.FindAsync(partition.Flow.Identity, stop);
                    _mailbox.Post(() => OnFound(partition, found));
                }
                catch (OperationCanceledException) when (stop.IsCancellationRequested)
                {
                    // The silo stops.
                }
                catch (Exception e)
                {
                    _mailbox.Post(() => throw new InvalidOperationException($"{partition.Flow.Identity} cannot be positioned: {e.Message}", e));
                }
            },
            CancellationToken.None);
    }

    private void OnFound(OpenPartition partition, FoundPosition found)
    {
        if (!IsCurrent(partition) || partition.Flow.State != PartitionState.Positioning)
        {
            return;
        }

        if (found.Bounds.GapBefore(partition.Flow.Identity, found.Durable) is { } gap)
        {
            Stop(partition, gap, found);
            return;
        }

        partition.SeekTo = found;
        _logger.PartitionPositioned(
            partition.Number, found.Start.ToString(), found.Bounds.Low.ToString(), found.Bounds.End.ToString());
    }

    private void SeekWhereDue(OpenPartition[] partitions)
    {
        foreach (OpenPartition partition in partitions)
        {
            if (partition.SeekTo is { } found && TrySeek(partition, found.Start))
            {
                partition.SeekTo = null;
                partition.Epoch = partition.Flow.Begin(found.Durable, found.Start, found.Clock, found.Bounds.End);
                _pause.Release(partition);
            }
        }
    }

    private bool TrySeek(OpenPartition partition, Position start)
    {
        if (partition.IsAdded)
        {
            return _reader.TrySeek(partition.Number, start);
        }

        _reader.Add(partition.Number, start);
        partition.IsAdded = true;
        return true;
    }

    private void Stop(OpenPartition partition, string error, FoundPosition? found)
    {
        partition.Epoch = OpenPartition.NotReading;
        partition.SeekTo = null;
        partition.Flow.Stop(error, found?.Durable, found?.Bounds.End);
        RemoveFromReader(partition);
        _logger.PartitionStopped(error);
    }

    // What is durable is told to the source's own tools; nothing here relies on that.
    private void ReportDurable(OpenPartition[] partitions)
    {
        foreach (OpenPartition partition in partitions)
        {
            if (partition.IsAdded && partition.Flow.Durable is { } durable && partition.Reported != durable)
            {
                partition.Reported = durable;
                _reader.ReportDurable(partition.Number, durable);
            }
        }
    }

    private void Forget(PartitionFlow flow)
    {
        lock (_gate)
        {
            if (!_partitions.TryGetValue(flow.Number, out OpenPartition? partition) || partition.Flow != flow)
            {
                return;
            }

            _partitions.Remove(flow.Number);
            ShareBound();
            RemoveFromReader(partition);
        }
    }

    private void RemoveFromReader(OpenPartition partition)
    {
        if (partition.IsAdded)
        {
            partition.IsAdded = false;
            partition.IsPaused = false;
            _reader.Remove(partition.Number);
        }
    }

    // Under the lock. Together the partitions stay within the engine's bound; none of them can take the room of all.
    private void ShareBound()
    {
        foreach (OpenPartition partition in _partitions.Values)
        {
            partition.Flow.Bound = Math.Max(1, _options.MaxEventsInFlight / _partitions.Count);
            partition.Flow.RawBound = Math.Max(1, _options.MaxDeadLetterBytes / _partitions.Count);
        }
    }

    private OpenPartition[] Snapshot()
    {
        lock (_gate)
        {
            return [.. _partitions.Values];
        }
    }

    private OpenPartition? Find(int number)
    {
        lock (_gate)
        {
            return _partitions.GetValueOrDefault(number);
        }
    }

    private bool IsCurrent(OpenPartition partition) => ReferenceEquals(Find(partition.Number), partition);

    // A partition that gets nowhere does not keep the database busy.
    private static TimeSpan Backoff(int rewinds)
    {
        if (rewinds == 0)
        {
            return TimeSpan.Zero;
        }

        TimeSpan backoff = FirstBackoff * Math.Pow(2, Math.Min(rewinds - 1, 10));
        return backoff < LongestBackoff ? backoff : LongestBackoff;
    }
}
