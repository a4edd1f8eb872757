using PathwayOrleans.Aggregation;
using PathwayOrleans.Engine;
using PathwayOrleans.Engine.Partitions;
using PathwayOrleans.Engine.Status;
using PathwayOrleans.Sources;
using PathwayOrleans.Storage.Commit;

namespace PathwayOrleans.Standalone;

/// <summary>
/// The engine without a cluster: the loop that reads, hands records to <see cref="EventProcessor"/>, starts loads and commits,
/// and applies backpressure, and the assignment of partitions. All of it runs on one thread, the one that calls
/// <see cref="Run"/>. Loading users, committing and positioning run on other threads and post their results to its mailbox, so
/// that its state needs no lock.
/// </summary>
internal sealed class StandaloneEngine : IReaderListener, IDisposable
{
    private const int ReadBurst = 1_000;
    private const string AllDurable = "everything read is durable";
    private const string NotAllDurable = "records that are not durable will be read again";

    private static readonly TimeSpan IdleWait = TimeSpan.FromMilliseconds(100);
    private static readonly TimeSpan BusyWait = TimeSpan.FromMilliseconds(5);
    private static readonly TimeSpan HeldWait = TimeSpan.FromMilliseconds(50);

    private readonly EngineDependencies _dependencies;
    private readonly IPartitionedReader _reader;
    private readonly PartitionTable _partitions;
    private readonly UserCache _users;
    private readonly UserLoader _loader;
    private readonly CommitCoordinator _commits;
    private readonly EngineBounds _bounds;
    private readonly Backpressure _backpressure;
    private readonly IdleSteps _idle;
    private readonly PartitionLifecycle _lifecycle;
    private readonly EventProcessor _processor;
    private readonly CancellationTokenSource _abandon = new();
    private Exception? _failure;
    private bool _gaveUpFlushing;
    private bool _hasBacklog;

    internal StandaloneEngine(EngineDependencies dependencies)
    {
        _dependencies = dependencies;
        _reader = dependencies.Reader;
        _partitions = dependencies.Partitions;
        _users = new UserCache(dependencies.Options.MaxUsersInMemory, dependencies.Options.MaxStateBytes);
        _loader = new UserLoader(
            dependencies.Counter, dependencies.Retry, dependencies.Mailbox, _partitions, Fail);
        _commits = new CommitCoordinator(
            dependencies.Writer,
            dependencies.Mailbox,
            _partitions,
            dependencies.Counter,
            _users,
            dependencies.Finished,
            dependencies.CommitBounds,
            dependencies.Counters,
            Fail);
        _bounds = new EngineBounds(dependencies.Options, _users, _loader, _commits, _partitions);
        _backpressure = new Backpressure(
            _reader,
            _ => _bounds.IsFull,
            _ => !_bounds.IsFull,
            dependencies.Options.PauseAfter,
            dependencies.Time,
            dependencies.Logger);
        _idle = new IdleSteps(
            _reader, dependencies.Mailbox, dependencies.EventTime, _partitions.Has, Fail, dependencies.Time);
        _lifecycle = new PartitionLifecycle(
            _reader, dependencies.Positioner, dependencies.Mailbox, _backpressure, _idle, _partitions.Has, Fail,
            dependencies.Time, dependencies.Logger, _abandon.Token);
        _processor = new EventProcessor(dependencies, _users, _loader, _commits, _lifecycle);
        _loader.Loaded = _processor.OnLoaded;
        _loader.Damaged = _processor.OnDamaged;
        _commits.Committed = OnCommitted;
        _commits.Rejected = _processor.OnRejected;
    }

    /// <summary>How often partitions were paused since the start. Any thread may read.</summary>
    internal long Pauses => _backpressure.Pauses;

    /// <summary>
    /// Reads until it is stopped, then makes what was read durable and gives the partitions back. It blocks, so call it on
    /// a dedicated thread.
    /// </summary>
    /// <exception cref="Exception">A non-transient error. The partitions have been given back.</exception>
    internal void Run(CancellationToken stop)
    {
        try
        {
            _reader.Start(this);
            _dependencies.Counter.PrepareThread();
            while (!stop.IsCancellationRequested && _failure is null)
            {
                Step();
            }
        }
        finally
        {
            bool committed = Flush();
            _gaveUpFlushing = !committed;
            _idle.Stop();
            _reader.Close();
            _abandon.Cancel();
            Publish();
            _dependencies.Logger.EngineStopped(Describe(committed));
        }

        if (_failure is not null)
        {
            throw _failure;
        }
    }

    public void Dispose()
    {
        _abandon.Dispose();
        _dependencies.Counter.Dispose();
    }

    public void OnAssigned(IReadOnlyList<int> partitions)
    {
        foreach (int number in partitions)
        {
            TrackedPartition partition = _partitions.Add(number);
            partition.ReadingEnded = _loader.Discard;
            partition.StepBegun = _commits.Add;

            // States that were loaded during an earlier assignment of this partition may be older than the rows that another
            // process has written since.
            _users.DropClean(entry => entry.State!.HasSeen(partition.Identity));
            _lifecycle.Position(partition);
        }

        Publish();
    }

    public void OnRevoked(IReadOnlyList<int> partitions)
    {
        bool committed = Flush();
        Remove(partitions);
        _dependencies.Logger.PartitionsRevoked(string.Join(", ", partitions), Describe(committed));
    }

    public void OnLost(IReadOnlyList<int> partitions)
    {
        // Records that were read and are not durable do no harm: the new owner reads them again, and the second write of a
        // user's row is rejected.
        Remove(partitions);
        _dependencies.Logger.PartitionsLost(string.Join(", ", partitions));
    }

    public void OnPositionLost(int partition, string error)
    {
        if (_partitions.TryGet(partition, out TrackedPartition? lost))
        {
            _lifecycle.Rewind(lost, error);
        }
    }

    /// <summary>Stops all partitions with an error. Any thread may call.</summary>
    internal void StopPartitions(string error) => _dependencies.Mailbox.Post(() =>
    {
        foreach (TrackedPartition partition in _partitions.All)
        {
            _lifecycle.Stop(partition, error);
        }
    });

    private void Step()
    {
        _dependencies.Mailbox.Drain();
        _lifecycle.SeekWhereDue(_partitions.All);
        if (_reader is not IBoundedReader)
        {
            // The inputs of a batch end; they are not idle.
            _idle.Check(_partitions.All);
        }

        // If more can be read immediately, a commit can wait until it is large.
        StartWork(commitNow: !_hasBacklog);
        if (_backpressure.Hold(_partitions.All))
        {
            _dependencies.Mailbox.WaitAndDrain(HeldWait);
        }
        else
        {
            ReadBatch();
        }

        _users.Trim();
        Publish();
    }

    private void ReadBatch()
    {
        bool isBusy = _commits.IsRunning
            || !_loader.IsIdle
            || _partitions.All.Any(partition => partition.State == PartitionState.Positioning);
        TimeSpan wait = isBusy ? BusyWait : IdleWait;
        int read = 0;
        while (read < ReadBurst && (read == 0 || !_bounds.IsFull) && _reader.TryRead(wait, out SourceRecord record))
        {
            _processor.Handle(record);
            wait = TimeSpan.Zero;
            read++;
        }

        _hasBacklog = read == ReadBurst || _reader.HasMore;
    }

    private void StartWork(bool commitNow)
    {
        _loader.StartIfIdle(_bounds.LoadableUsers, _abandon.Token);
        if (commitNow || _bounds.IsCommitDue)
        {
            _commits.StartIfIdle(_loader.PendingEvents, _abandon.Token);
        }
    }

    private void OnCommitted(RunningCommit commit, CommitOutcome outcome)
    {
        _dependencies.Metrics.Record(commit.Batch, outcome);
        foreach (DeadLetter letter in commit.Batch.DeadLetters)
        {
            _dependencies.Failed.Remove(letter.Partition, letter.Position);
        }

        foreach ((TrackedPartition partition, Position next) in commit.Progress)
        {
            if (_partitions.Has(partition))
            {
                partition.Commit(next);
                _reader.ReportDurable(partition.Number, next);
            }
        }

        for (int i = 0; i < commit.Steps.Count; i++)
        {
            (TrackedPartition partition, Checkpoint step) = commit.Steps[i];
            _processor.OnStepped(partition, step, !outcome.RefusedSteps.Contains(i));
        }
    }

    private void Remove(IReadOnlyList<int> partitions)
    {
        foreach (int number in partitions)
        {
            if (_partitions.TryGet(number, out TrackedPartition? partition))
            {
                _loader.Discard(partition);
                _partitions.Remove(number);
            }
        }

        Publish();
    }

    /// <summary>Makes what was read durable; false if that did not complete within the hand-over time.</summary>
    private bool Flush()
    {
        long started = _dependencies.Time.GetTimestamp();
        while (_failure is null && !_gaveUpFlushing && (_commits.IsRunning || _commits.HasWork || !_loader.IsIdle))
        {
            if (_dependencies.Time.GetElapsedTime(started) > _dependencies.Options.HandOverTimeout)
            {
                return false;
            }

            StartWork(commitNow: true);
            _dependencies.Mailbox.WaitAndDrain(IdleWait);
        }

        return _failure is null && !_gaveUpFlushing;
    }

    private static string Describe(bool committed) => committed ? AllDurable : NotAllDurable;

    private void Fail(Exception e) => _failure ??= e;

    private void Publish()
    {
        _processor.PublishCounts();
        _dependencies.Snapshot.Publish(_partitions.All, _commits.EventsWaiting + _commits.EventsInCommit, _users.Count, _reader);
    }
}
