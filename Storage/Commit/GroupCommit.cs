using PathwayOrleans.Aggregation;

namespace PathwayOrleans.Storage.Commit;

/// <summary>
/// The queue in front of a process's only writer, for callers that each write one row. Writes that arrive while a commit
/// is running are put into the next one. There is no timer: commits become larger as the load rises. Thread-safe.
/// </summary>
public sealed class GroupCommit(CommitWriter writer, CommitBounds bounds) : IDisposable
{
    private readonly Lock _gate = new();
    private readonly CancellationTokenSource _abandon = new();

    // Users that do not fit into the waiting commit, or of which it has a row already; they go into a later one.
    private readonly Queue<WaitingUser> _postponed = new();

    // Dead letters that do not fit either. While there are some, no user is added to a commit: the fence of a state may have
    // passed a dead letter, which must not be written later than the state.
    private readonly Queue<WaitingLetter> _postponedLetters = new();

    private WaitingCommit _waiting = new(bounds);
    private Task _worker = Task.CompletedTask;
    private bool _isRunning;
    private Exception? _failure;

    /// <summary>Called before each attempt to write a commit, on its thread; completes it.</summary>
    public Action<CommitBatch>? Completing { get; set; }

    /// <summary>Called after each successful commit, on its thread.</summary>
    public Action<CommitBatch, CommitOutcome>? Committed { get; set; }

    /// <summary>Called after each rejected commit, before its callers are notified.</summary>
    public Action? Rejected { get; set; }

    /// <summary>Called once, when a non-transient error has stopped this queue.</summary>
    public Action<Exception>? Failed { get; set; }

    /// <summary>Writes a user's rows with the next commit.</summary>
    /// <returns>Completes with the row's new version when it is durable.</returns>
    /// <exception cref="VersionConflictException">
    /// The row's version has changed since it was read; nothing of this user was written.
    /// </exception>
    public Task<int> WriteAsync(UserWrite write)
    {
        var user = new WaitingUser(write);
        lock (_gate)
        {
            if (_failure is { } failure)
            {
                return Task.FromException<int>(failure);
            }

            Add(user);
            StartWorker();
        }

        return user.Done.Task;
    }

    /// <summary>Writes dead letters with the next commits, before users that are added later.</summary>
    /// <returns>Completes when they are durable.</returns>
    public Task WriteAsync(IReadOnlyCollection<DeadLetter> letters)
    {
        ArgumentNullException.ThrowIfNull(letters);
        if (letters.Count == 0)
        {
            return Task.CompletedTask;
        }

        var group = new WaitingLetters(letters.Count);
        lock (_gate)
        {
            if (_failure is { } failure)
            {
                return Task.FromException(failure);
            }

            foreach (DeadLetter letter in letters)
            {
                Add(new WaitingLetter(letter, group));
            }

            StartWorker();
        }

        return group.Done;
    }

    /// <summary>
    /// Writes a partition's checkpoint with the next commit. The caller guarantees that everything below it is durable. A
    /// checkpoint that is not written yet is replaced by a higher one.
    /// </summary>
    /// <param name="partition">The partition.</param>
    /// <param name="progress">The position and the watermark there.</param>
    /// <param name="written">Called with the written position when this position or a higher one is in the database.</param>
    public void Report(SourcePartition partition, Checkpoint progress, Action<Position> written)
    {
        ArgumentNullException.ThrowIfNull(partition);
        lock (_gate)
        {
            if (_failure is null)
            {
                _waiting.Report(partition, progress, written);
                StartWorker();
            }
        }
    }

    /// <summary>Raises the watermark of an idle partition with the next commit.</summary>
    /// <param name="partition">The partition.</param>
    /// <param name="step">Its durable position and the new watermark.</param>
    /// <param name="done">
    /// Called with the outcome: true if the watermark is durable; false if the partition's position is another one by now.
    /// </param>
    public void Step(SourcePartition partition, Checkpoint step, Action<bool> done)
    {
        ArgumentNullException.ThrowIfNull(partition);
        lock (_gate)
        {
            if (_failure is null)
            {
                _waiting.Step(new CheckpointWrite(partition, step), done);
                StartWorker();
            }
        }
    }

    /// <summary>Waits until everything is written; after <paramref name="patience"/> cancels what is left.</summary>
    public async Task StopAsync(TimeSpan patience)
    {
        try
        {
            await _worker.WaitAsync(patience);
        }
        catch (TimeoutException)
        {
            await _abandon.CancelAsync();
            await _worker;
        }
    }

    public void Dispose() => _abandon.Dispose();

    // The caller holds the lock.
    private void StartWorker()
    {
        if (!_isRunning)
        {
            _isRunning = true;
            _worker = Task.Run(RunAsync);
        }
    }

    private async Task RunAsync()
    {
        while (Take() is { } commit)
        {
            try
            {
                Completing?.Invoke(commit.Batch);
                CommitOutcome outcome = await writer.CommitAsync(commit.Batch, _abandon.Token);
                if (outcome.Committed)
                {
                    commit.Succeed(outcome);
                    Committed?.Invoke(commit.Batch, outcome);
                }
                else if (outcome.IsTooLarge)
                {
                    bounds.Halve(commit.Batch);
                    PutBack(commit, commit.Users);
                }
                else
                {
                    Rejected?.Invoke();
                    PutBack(commit, commit.Reject(outcome.RejectedUsers));
                }
            }
            catch (Exception e)
            {
                Fail(commit, e);
                return;
            }
        }
    }

    private WaitingCommit? Take()
    {
        lock (_gate)
        {
            WaitingCommit commit = _waiting;
            if (commit.IsEmpty)
            {
                _isRunning = false;
                return null;
            }

            _waiting = new WaitingCommit(bounds);
            AddPostponed();
            return commit;
        }
    }

    // Nothing was written. Its dead letters, and its rows without a conflict, go into the next commits, before those that arrived
    // later.
    private void PutBack(WaitingCommit commit, IEnumerable<WaitingUser> others)
    {
        lock (_gate)
        {
            WaitingCommit arrived = _waiting;
            WaitingLetter[] letters = [.. commit.Letters, .. arrived.Letters, .. _postponedLetters];
            WaitingUser[] users = [.. others, .. arrived.Users, .. _postponed];
            _postponedLetters.Clear();
            _postponed.Clear();
            _waiting = new WaitingCommit(bounds);
            Array.ForEach(letters, Add);
            Array.ForEach(users, Add);
            _waiting.TakeRest(commit);
            _waiting.TakeRest(arrived);
        }
    }

    private void AddPostponed()
    {
        while (_postponedLetters.TryPeek(out WaitingLetter letter) && _waiting.TryAdd(letter))
        {
            _postponedLetters.Dequeue();
        }

        for (int i = _postponed.Count; i > 0; i--)
        {
            Add(_postponed.Dequeue());
        }
    }

    private void Add(WaitingUser user)
    {
        if (_postponedLetters.Count > 0 || !_waiting.TryAdd(user))
        {
            _postponed.Enqueue(user);
        }
    }

    private void Add(WaitingLetter letter)
    {
        if (_postponedLetters.Count > 0 || !_waiting.TryAdd(letter))
        {
            _postponedLetters.Enqueue(letter);
        }
    }

    private void Fail(WaitingCommit commit, Exception e)
    {
        WaitingCommit waiting;
        WaitingUser[] postponed;
        WaitingLetter[] letters;
        lock (_gate)
        {
            _failure = e;
            waiting = _waiting;
            postponed = [.. _postponed];
            letters = [.. _postponedLetters];
            _isRunning = false;
        }

        commit.Fail(e);
        waiting.Fail(e);
        foreach (WaitingUser user in postponed)
        {
            user.Done.TrySetException(e);
        }

        foreach (WaitingLetter letter in letters)
        {
            letter.Group.Fail(e);
        }

        if (e is not OperationCanceledException)
        {
            Failed?.Invoke(e);
        }
    }
}
