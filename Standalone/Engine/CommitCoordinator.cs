using PathwayOrleans.Aggregation.State;
using PathwayOrleans.Aggregation.Time;
using PathwayOrleans.Aggregation.Windows;
using PathwayOrleans.Hosting;
using PathwayOrleans.Storage.Commit;

namespace PathwayOrleans.Standalone.Engine;

/// <summary>
/// Gathers what changed while the last commit ran and makes the next one of it. No timer: the busier the engine,
/// the larger the commits.
/// </summary>
internal sealed class CommitCoordinator(
    CommitWriter writer, Mailbox mailbox, PartitionTable partitions, WindowSet windows, EngineCounters counters, Action<Exception> fail) : IDisposable
{
    private readonly UserStateCodec _codec = new();
    private List<UserEntry> _dirty = [];
    private List<DeadLetter> _letters = [];
    private RunningCommit? _running;

    /// <summary>Called when a commit succeeded, with the partitions whose durable position rose.</summary>
    internal Action<RunningCommit, CommitOutcome>? Committed { get; set; }

    /// <summary>Called when a commit was rejected, with the users that somebody else has written.</summary>
    internal Action<IReadOnlyList<UserEntry>>? Rejected { get; set; }

    internal int DirtyUsers => _dirty.Count;

    internal long DeadLetterBytes { get; private set; }

    /// <summary>Window rows that wait for a commit, about.</summary>
    internal long WindowRows { get; private set; }

    internal bool IsRunning => _running is not null;

    /// <summary>Events read since the last commit was put together, and events in the commit that runs.</summary>
    internal long EventsWaiting { get; private set; }

    internal long EventsInCommit => _running?.Events ?? 0;

    internal bool HasWork => _dirty.Count > 0 || _letters.Count > 0 || ProgressToWrite().Any();

    internal void CountEvent() => EventsWaiting++;

    internal void MarkDirty(UserEntry entry)
    {
        if (!entry.IsDirty)
        {
            entry.IsDirty = true;
            _dirty.Add(entry);
        }
    }

    internal void CountWindowRows(int rows) => WindowRows += rows;

    internal void Add(DeadLetter letter)
    {
        _letters.Add(letter);
        DeadLetterBytes += letter.Raw?.Length ?? 0;
    }

    /// <summary>Starts a commit if none runs and there is something to write.</summary>
    /// <param name="parkedEvents">Events that wait for their user and so are not part of it.</param>
    /// <param name="cancellationToken">Gives up an endless retry.</param>
    internal void StartIfIdle(int parkedEvents, CancellationToken cancellationToken)
    {
        if (_running is not null)
        {
            return;
        }

        if (!HasWork)
        {
            // What was counted and is not waiting any more was read in vain: its partition is being rewound.
            EventsWaiting = parkedEvents;
            return;
        }

        RunningCommit commit = PutTogether(parkedEvents);
        _running = commit;
        _ = Task.Run(
            async () =>
            {
                try
                {
                    CommitOutcome outcome = await writer.CommitAsync(commit.Batch, cancellationToken);
                    mailbox.Post(() => Finish(commit, outcome));
                }
                catch (Exception e)
                {
                    mailbox.Post(() => fail(e));
                }
            },
            CancellationToken.None);
    }

    public void Dispose() => _codec.Dispose();

    private RunningCommit PutTogether(int parkedEvents)
    {
        var commit = new RunningCommit(new CommitBatch(), _dirty, EventsWaiting - parkedEvents);
        EventsWaiting = parkedEvents;
        _dirty = [];
        commit.Users.RemoveAll(entry => entry.IsDropped);
        foreach (UserEntry entry in commit.Users)
        {
            entry.IsDirty = false;
            entry.IsInCommit = true;
            UserState state = entry.State!;
            WindowChanges? changes = state.TakeWindowChanges(windows);
            commit.Batch.Users.Add(
                new UserWrite(entry.Id, entry.Version, _codec.Encode(state), state.Count, state.TotalValue, state.LastEventTime, changes));
        }

        commit.Batch.DeadLetters.AddRange(_letters);
        _letters = [];
        DeadLetterBytes = 0;
        WindowRows = 0;
        foreach ((TrackedPartition partition, PartitionProgress settled) in ProgressToWrite())
        {
            commit.Progress.Add((partition, settled.Next));
            commit.Batch.Progress.Add(new ProgressWrite(partition.Identity, settled));
        }

        return commit;
    }

    private IEnumerable<(TrackedPartition Partition, PartitionProgress Settled)> ProgressToWrite()
    {
        foreach (TrackedPartition partition in partitions.All)
        {
            // A partition that is being positioned has no trustworthy next position.
            if (partition.IsPositioned && partition.Settled.Next > (partition.Durable ?? partition.Start))
            {
                yield return (partition, partition.Settled);
            }
        }
    }

    private void Finish(RunningCommit commit, CommitOutcome outcome)
    {
        _running = null;
        foreach (UserEntry entry in commit.Users)
        {
            entry.IsInCommit = false;
        }

        if (outcome.Committed)
        {
            foreach (UserEntry entry in commit.Users)
            {
                entry.Version++;
            }

            counters.CommitSucceeded(commit.Users.Count, commit.Batch.DeadLetters.Count);
            Committed!(commit, outcome);
            return;
        }

        counters.CommitRejected();
        PutBack(commit, outcome.RejectedUsers);
    }

    // Nothing was written. What was not in the way goes into the next commit; the rest is void.
    private void PutBack(RunningCommit commit, IReadOnlyList<int> rejectedUsers)
    {
        var rejected = rejectedUsers.Select(i => commit.Users[i]).ToHashSet();
        for (int i = 0; i < commit.Users.Count; i++)
        {
            UserEntry entry = commit.Users[i];
            if (rejected.Contains(entry))
            {
                continue;
            }

            MarkDirty(entry);
            if (commit.Batch.Users[i].Windows is { } changes)
            {
                entry.State!.TakeBackWindowChanges(changes);
                WindowRows += changes.Rows.Count;
            }
        }

        foreach (DeadLetter letter in commit.Batch.DeadLetters)
        {
            Add(letter);
        }

        EventsWaiting += commit.Events;
        Rejected!([.. rejected]);
    }
}
