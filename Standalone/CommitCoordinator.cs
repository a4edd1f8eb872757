using PathwayOrleans.Aggregation;
using PathwayOrleans.Aggregation.State;
using PathwayOrleans.Engine;
using PathwayOrleans.Engine.Counting;
using PathwayOrleans.Engine.Status;
using PathwayOrleans.Storage.Commit;

namespace PathwayOrleans.Standalone;

/// <summary>
/// Collects the changes that are made while a commit runs and writes them with the next ones. There is no timer: commits grow
/// with the load, up to their bounds.
/// </summary>
internal sealed class CommitCoordinator(
    CommitWriter writer,
    Mailbox mailbox,
    PartitionTable partitions,
    RecordCounter counter,
    UserCache users,
    FinishedInputs finished,
    CommitBounds bounds,
    EngineCounters counters,
    Action<Exception> fail)
{
    private readonly List<UserEntry> _dirty = [];
    private readonly PendingCheckpoints _checkpoints = new(partitions);
    private readonly List<(TrackedPartition Partition, Checkpoint Step)> _steps = [];
    private readonly List<DeadLetter> _letters = [];
    private RunningCommit? _running;
    private long? _bytesPerUser;

    /// <summary>Called when a commit succeeded, with the partitions whose durable position rose.</summary>
    internal Action<RunningCommit, CommitOutcome>? Committed { get; set; }

    /// <summary>Called when a commit was rejected, with the users whose rows another process has written.</summary>
    internal Action<IReadOnlyList<UserEntry>>? Rejected { get; set; }

    internal int DirtyUsers => _dirty.Count;

    /// <summary>The size that the dirty users are expected to have in a commit: as large as those of the last commit.</summary>
    internal long DirtyBytes => _dirty.Count * (_bytesPerUser ?? users.AverageBytes);

    internal long DeadLetterBytes { get; private set; }

    /// <summary>The approximate number of window rows that wait for a commit.</summary>
    internal long WindowRows { get; private set; }

    internal bool IsRunning => _running is not null;

    /// <summary>Whether a step waits or is being written.</summary>
    internal bool HasSteps => _steps.Count > 0 || _running?.Steps.Count > 0;

    /// <summary>Events that were read and are not part of the commit that runs.</summary>
    internal long EventsWaiting { get; private set; }

    internal long EventsInCommit => _running?.Events ?? 0;

    internal bool HasWork =>
        _dirty.Count > 0 || _letters.Count > 0 || _steps.Count > 0
        || partitions.All.Any(partition => partition.CheckpointToWrite is not null);

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

    /// <summary>Adds a step to the next commit. Records that are judged with it are in a later one.</summary>
    internal void Add(TrackedPartition partition, Checkpoint step) => _steps.Add((partition, step));

    /// <summary>
    /// States that were not written have been dropped. Checkpoints that were captured before include their events, so that they
    /// must not be written.
    /// </summary>
    internal void DiscardCheckpoints() => _checkpoints.Discard();

    /// <summary>Starts a commit if none runs and there is something to write.</summary>
    /// <param name="pendingEvents">Events that wait for their user to be loaded and are therefore not part of the commit.</param>
    /// <param name="cancellationToken">Ends the retries of the commit.</param>
    internal void StartIfIdle(int pendingEvents, CancellationToken cancellationToken)
    {
        if (_running is not null)
        {
            return;
        }

        if (!HasWork)
        {
            // Other events that were counted were discarded: their partition is being rewound.
            EventsWaiting = pendingEvents;
            return;
        }

        RunningCommit commit = CreateCommit(pendingEvents);
        _running = commit;
        _ = Task.Run(
            async () =>
            {
                try
                {
                    counter.Complete(commit.Batch);
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

    private RunningCommit CreateCommit(int pendingEvents)
    {
        if (!_checkpoints.IsCaptured)
        {
            _checkpoints.Capture(_dirty.Count, _letters.Count, EventsWaiting - pendingEvents);
        }

        var commit = new RunningCommit();
        AddLetters(commit);

        // The fence of a state may have passed a dead letter, which must not be written later than the state.
        if (_letters.Count == 0)
        {
            AddUsers(commit);
        }

        _steps.ForEach(step => commit.AddStep(step.Partition, step.Step));
        _steps.Clear();
        if (_dirty.Count == 0 && _letters.Count == 0)
        {
            // Everything is part of this commit, also what was applied since the checkpoints were captured.
            _checkpoints.Capture(0, 0, EventsWaiting - pendingEvents);
        }

        _checkpoints.AddTo(commit);
        EventsWaiting -= commit.Events;
        return commit;
    }

    // Adds the oldest dead letters, up to the bound.
    private void AddLetters(RunningCommit commit)
    {
        int taken = 0;
        while (taken < _letters.Count && commit.Bytes < bounds.MaxBytes)
        {
            DeadLetter letter = _letters[taken++];
            commit.Bytes += CommitSize.Of(letter);
            commit.Batch.DeadLetters.Add(letter);
            DeadLetterBytes -= letter.Raw?.Length ?? 0;
        }

        _letters.RemoveRange(0, taken);
        _checkpoints.CountAddedLetters(taken);
    }

    // Adds the users who became dirty first, up to the bounds.
    private void AddUsers(RunningCommit commit)
    {
        int taken = 0;
        int windowRows = 0;
        long bytesBefore = commit.Bytes;
        while (taken < _dirty.Count
            && commit.Users.Count < bounds.MaxUsers && windowRows < bounds.MaxWindowRows && commit.Bytes < bounds.MaxBytes)
        {
            UserEntry entry = _dirty[taken++];
            if (entry.IsDropped)
            {
                continue;
            }

            entry.IsDirty = false;
            entry.IsInCommit = true;
            KeyedState state = entry.State!;
            WindowRows -= state.PendingRows;
            UserWrite write = state.Take(entry.Id, entry.Version, finished);
            windowRows += write.Rows;
            users.Measure(entry);
            commit.Users.Add(entry);
            commit.Batch.Users.Add(write);
            commit.Bytes += CommitSize.Of(write);
        }

        if (commit.Users.Count > 0)
        {
            _bytesPerUser = (commit.Bytes - bytesBefore) / commit.Users.Count;
        }

        _dirty.RemoveRange(0, taken);
        _checkpoints.CountAddedUsers(taken);
        if (_dirty.Count == 0)
        {
            // The rows of dropped users were not subtracted.
            WindowRows = 0;
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

            counters.Add(commit.Batch);
            Committed!(commit, outcome);
            return;
        }

        if (outcome.IsTooLarge)
        {
            bounds.Halve(commit.Batch);
        }
        else
        {
            counters.AddConflict();
        }

        Restore(commit, outcome.RejectedUsers);
    }

    // Nothing was written. Users that did not conflict are added to the next commit; the states of the others are dropped.
    private void Restore(RunningCommit commit, IReadOnlyList<int> rejectedUsers)
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
            entry.State!.Restore(commit.Batch.Users[i]);
            WindowRows += commit.Batch.Users[i].Rows;
        }

        foreach (DeadLetter letter in commit.Batch.DeadLetters)
        {
            Add(letter);
        }

        _steps.InsertRange(0, commit.Steps);
        EventsWaiting += commit.Events;
        Rejected!([.. rejected]);
    }
}
