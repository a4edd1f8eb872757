using PathwayOrleans.Aggregation;
using PathwayOrleans.Aggregation.Events;
using PathwayOrleans.Aggregation.State;
using PathwayOrleans.Aggregation.Time;
using PathwayOrleans.Hosting;
using PathwayOrleans.Sources;
using PathwayOrleans.Storage.Commit;

namespace PathwayOrleans.Standalone.Engine;

/// <summary>
/// The engine without a cluster: one thread reads, applies and keeps the books; loading users, committing and
/// positioning run beside it and answer through its mailbox, so nothing here is locked.
/// </summary>
internal sealed class StandaloneEngine : IReaderListener, IDisposable
{
    private const int ReadBurst = 1_000;
    private static readonly TimeSpan IdleWait = TimeSpan.FromMilliseconds(100);
    private static readonly TimeSpan BusyWait = TimeSpan.FromMilliseconds(5);

    private readonly EngineParts _parts;
    private readonly IPartitionedReader _reader;
    private readonly PartitionTable _partitions;
    private readonly UserCache _users;
    private readonly UserLoader _loader;
    private readonly CommitCoordinator _commits;
    private readonly EngineCounters _counters;
    private readonly Backpressure _backpressure;
    private readonly PartitionLifecycle _lifecycle;
    private readonly CancellationTokenSource _abandon = new();
    private Exception? _failure;
    private bool _gaveUpFlushing;
    private bool _hasBacklog;

    internal StandaloneEngine(EngineParts parts)
    {
        _parts = parts;
        _reader = parts.Reader;
        _counters = parts.Counters;
        _partitions = parts.Partitions;
        _users = new UserCache(parts.Options.MaxUsersInMemory);
        _loader = new UserLoader(parts.States, parts.Recalls, parts.Retry, parts.Mailbox, _partitions, Fail) { Loaded = OnLoaded };
        _commits = new CommitCoordinator(parts.Writer, parts.Mailbox, _partitions, parts.Windows.Windows, _counters, Fail)
        {
            Committed = OnCommitted,
            Rejected = OnRejected,
        };
        _backpressure = new Backpressure(parts, _users, _loader, _commits);
        _lifecycle = new PartitionLifecycle(parts, _loader, _backpressure, Fail, _abandon.Token);
    }

    /// <summary>
    /// Reads until told to stop, then makes durable what was read and gives the partitions back. Blocks: give it
    /// a thread of its own.
    /// </summary>
    /// <exception cref="Exception">What this process cannot go on from; the partitions are given back before.</exception>
    internal void Run(CancellationToken stop)
    {
        try
        {
            _reader.Start(this);
            while (!stop.IsCancellationRequested && _failure is null)
            {
                Step();
            }
        }
        finally
        {
            bool committed = Flush();
            _gaveUpFlushing = !committed;
            _reader.Close();
            _abandon.Cancel();
            _parts.Logger.EngineStopped(Describe(committed));
        }

        if (_failure is not null)
        {
            throw _failure;
        }
    }

    public void Dispose()
    {
        _abandon.Dispose();
        _commits.Dispose();
    }

    public void OnAssigned(IReadOnlyList<int> partitions)
    {
        foreach (int number in partitions)
        {
            TrackedPartition partition = _partitions.Add(number);
            // Copies from an earlier time with this partition may be older than what another process wrote since.
            _users.DropClean(entry => entry.State!.HasSeen(partition.Identity));
            _lifecycle.Position(partition);
        }

        Publish();
    }

    public void OnRevoked(IReadOnlyList<int> partitions)
    {
        bool committed = Flush();
        _lifecycle.Remove(partitions);
        Publish();
        _parts.Logger.PartitionsRevoked(string.Join(", ", partitions), Describe(committed));
    }

    public void OnLost(IReadOnlyList<int> partitions)
    {
        // What was read and not written is harmless here: the new owner reads it again, and whoever writes a
        // user's row second is rejected.
        _lifecycle.Remove(partitions);
        Publish();
        _parts.Logger.PartitionsLost(string.Join(", ", partitions));
    }

    public void OnPositionLost(int partition, string error)
    {
        if (_partitions.TryGet(partition, out TrackedPartition? lost))
        {
            _lifecycle.Rewind(lost, error);
        }
    }

    /// <summary>Stops all partitions with an error, from any thread.</summary>
    internal void StopPartitions(string error) => _parts.Mailbox.Post(() =>
    {
        foreach (TrackedPartition partition in _partitions.All)
        {
            _lifecycle.Stop(partition, error);
        }
    });

    private void Step()
    {
        _parts.Mailbox.Drain();
        _lifecycle.SeekWhereDue();

        // With more to read at once, a commit can wait: it writes each user once, however many events it covers.
        StartWork(commitNow: !_hasBacklog);
        if (_backpressure.Hold())
        {
            Publish();
            return;
        }

        TimeSpan wait = _commits.IsRunning || !_loader.IsIdle || _lifecycle.IsPositioning ? BusyWait : IdleWait;
        int read = 0;
        while (read < ReadBurst && _reader.TryRead(wait, out SourceRecord record))
        {
            Handle(record);
            wait = TimeSpan.Zero;
            read++;
        }

        _hasBacklog = read == ReadBurst || _reader.HasMore;

        _users.Trim();
        Publish();
    }

    private void StartWork(bool commitNow)
    {
        _loader.StartIfIdle(_abandon.Token);
        if (commitNow || _commits.EventsWaiting >= _parts.Options.MaxEventsInFlight / 3 || _commits.DirtyUsers >= _parts.Options.MaxUsersPerCommit / 2)
        {
            _commits.StartIfIdle(_loader.ParkedEvents, _abandon.Token);
        }
    }

    private void Handle(in SourceRecord record)
    {
        if (!_partitions.TryGet(record.Partition, out TrackedPartition? partition) || !partition.IsPositioned)
        {
            return;
        }

        partition.Next = record.Position.Next;
        _commits.CountEvent();
        if (record.Rejection != RejectionReason.None)
        {
            partition.Reads.Refuse(record.Position);
            _commits.Add(new DeadLetter(partition.Identity, record.Position, record.Rejection.Code(), record.Raw));
            return;
        }

        EventClock before = partition.Clock;
        if (!partition.Observe(record.Event.Time, _parts.Windows.Clock) && _parts.Windows.RefusesFuture)
        {
            partition.Reads.Refuse(record.Position);
            _commits.Add(new DeadLetter(partition.Identity, record.Position, DeadLetter.Future, EventJson.Encode(record.Event)));
            return;
        }

        Apply(_users.Use(record.Event.UserId), new ParkedEvent(partition, record.Position, before, record.Event));
    }

    private void Apply(UserEntry entry, in ParkedEvent next)
    {
        if (!entry.IsReady)
        {
            _loader.Park(entry, next);
            return;
        }

        UserState state = entry.State!;
        int windowRows = state.PendingWindowRows;
        switch (state.Apply(next.Partition.Identity, next.Position, next.Event, next.Before.Watermark, _parts.Windows.Windows))
        {
            case ApplyOutcome.Applied:
                _counters.EventApplied();
                _commits.MarkDirty(entry);
                _commits.CountWindowRows(state.PendingWindowRows - windowRows);
                break;
            case ApplyOutcome.Skipped:
                _counters.EventSkipped();
                next.Partition.Reads.Skip(next.Position);
                break;
            default:
                entry.Recalls = state.RecallsFor(next.Event, next.Before.Watermark, _parts.Windows.Windows);
                _parts.Metrics.WindowsRecalled();
                _loader.Park(entry, next);
                break;
        }
    }

    private void OnLoaded(UserEntry entry, List<ParkedEvent> parked)
    {
        foreach (ParkedEvent waiting in parked)
        {
            Apply(entry, waiting);
        }
    }

    private void OnCommitted(RunningCommit commit, CommitOutcome outcome)
    {
        _parts.Metrics.Record(commit.Batch, outcome);
        foreach ((TrackedPartition partition, Position next) in commit.Progress)
        {
            if (_partitions.Has(partition))
            {
                partition.RaiseDurable(next);
                _reader.ReportDurable(partition.Number, next);
            }
        }
    }

    private void OnRejected(IReadOnlyList<UserEntry> users)
    {
        foreach (UserEntry user in users)
        {
            _users.Drop(user);
        }

        // Their events since the last durable position went with them.
        foreach (TrackedPartition partition in _partitions.All.ToArray())
        {
            if (users.Any(user => user.State!.HasSeen(partition.Identity) || UserLoader.HasParked(user, partition)))
            {
                _lifecycle.Rewind(partition, "users were written by another process");
            }
        }
    }

    /// <summary>Makes durable what was read; false where the database did not manage it in time.</summary>
    private bool Flush()
    {
        long started = _parts.Time.GetTimestamp();
        while (_failure is null && !_gaveUpFlushing && (_commits.IsRunning || _commits.HasWork || !_loader.IsIdle))
        {
            if (_parts.Time.GetElapsedTime(started) > _parts.Options.HandOverTimeout)
            {
                return false;
            }

            StartWork(commitNow: true);
            _parts.Mailbox.WaitAndDrain(IdleWait);
        }

        return _failure is null && !_gaveUpFlushing;
    }

    private static string Describe(bool committed) => committed ? "everything read is durable" : "what is not durable will be read again";

    private void Fail(Exception e) => _failure ??= e;

    private void Publish()
    {
        _counters.Report(_commits.EventsWaiting + _commits.EventsInCommit, _users.Count);
        _parts.Board.Publish(_partitions.All, _reader);
    }
}
