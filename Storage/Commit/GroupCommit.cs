using PathwayOrleans.Aggregation;
using PathwayOrleans.Aggregation.Time;

namespace PathwayOrleans.Storage.Commit;

/// <summary>
/// The queue in front of a process's one writer, for callers that each bring one row: whatever arrives while a
/// commit runs goes into the next one. No timer: the busier, the larger the commits. Any thread may call.
/// </summary>
public sealed class GroupCommit(CommitWriter writer) : IDisposable
{
    private readonly Lock _gate = new();
    private readonly CancellationTokenSource _abandon = new();

    // Users for whom the waiting commit has no room, or has a row already; theirs is a later one.
    private readonly Queue<WaitingUser> _postponed = new();

    private WaitingCommit _waiting = new();
    private Task _worker = Task.CompletedTask;
    private bool _isRunning;
    private Exception? _failure;

    /// <summary>Called after each successful commit, on its thread.</summary>
    public Action<CommitBatch, CommitOutcome>? Committed { get; set; }

    /// <summary>Called once, when an error that no waiting can mend has ended this queue.</summary>
    public Action<Exception>? Failed { get; set; }

    /// <summary>Whether something is waiting, or on its way.</summary>
    public bool IsIdle
    {
        get
        {
            lock (_gate)
            {
                return !_isRunning;
            }
        }
    }

    /// <summary>Writes a user's rows with the next commit.</summary>
    /// <returns>The row's new version, when it is durable.</returns>
    /// <exception cref="VersionConflictException">The row moved on since it was read; nothing of this user was written.</exception>
    public Task<int> WriteAsync(UserWrite write)
    {
        var user = new WaitingUser(write);
        lock (_gate)
        {
            if (_failure is { } failure)
            {
                return Task.FromException<int>(failure);
            }

            if (!_waiting.TryAdd(user))
            {
                _postponed.Enqueue(user);
            }

            StartWorker();
        }

        return user.Done.Task;
    }

    /// <summary>Writes dead letters with the next commit.</summary>
    /// <returns>Completes when they are durable.</returns>
    public Task WriteAsync(IReadOnlyCollection<DeadLetter> letters)
    {
        ArgumentNullException.ThrowIfNull(letters);
        var done = new TaskCompletionSource(TaskCreationOptions.RunContinuationsAsynchronously);
        lock (_gate)
        {
            if (_failure is { } failure)
            {
                return Task.FromException(failure);
            }

            _waiting.Batch.DeadLetters.AddRange(letters);
            _waiting.Letters.Add(done);
            StartWorker();
        }

        return done.Task;
    }

    /// <summary>
    /// With the next commit, says that everything below a position is durable, which the caller has made sure of.
    /// A position that is not written yet gives way to a higher one.
    /// </summary>
    /// <param name="partition">The partition.</param>
    /// <param name="progress">How far, and the event time there.</param>
    /// <param name="written">Told once this position, or a higher one, is in the database: which it is.</param>
    public void Report(SourcePartition partition, PartitionProgress progress, Action<Position> written)
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

    /// <summary>Returns when nothing waits any more, or gives up what does.</summary>
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

    // Under the lock.
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
                CommitOutcome outcome = await writer.CommitAsync(commit.Batch, _abandon.Token);
                if (outcome.Committed)
                {
                    commit.Succeed();
                    Committed?.Invoke(commit.Batch, outcome);
                }
                else
                {
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

            _waiting = new WaitingCommit();
            AddPostponed();
            return commit;
        }
    }

    // Nothing was written. What was not in the way goes first into the next commit.
    private void PutBack(WaitingCommit commit, IEnumerable<WaitingUser> others)
    {
        lock (_gate)
        {
            WaitingCommit arrived = _waiting;
            _waiting = new WaitingCommit();
            foreach (WaitingUser user in others.Concat(arrived.Users))
            {
                if (!_waiting.TryAdd(user))
                {
                    _postponed.Enqueue(user);
                }
            }

            _waiting.TakeRest(commit);
            _waiting.TakeRest(arrived);
        }
    }

    private void AddPostponed()
    {
        for (int i = _postponed.Count; i > 0; i--)
        {
            WaitingUser user = _postponed.Dequeue();
            if (!_waiting.TryAdd(user))
            {
                _postponed.Enqueue(user);
            }
        }
    }

    private void Fail(WaitingCommit commit, Exception e)
    {
        WaitingCommit waiting;
        WaitingUser[] postponed;
        lock (_gate)
        {
            _failure = e;
            waiting = _waiting;
            postponed = [.. _postponed];
            _isRunning = false;
        }

        commit.Fail(e);
        waiting.Fail(e);
        foreach (WaitingUser user in postponed)
        {
            user.Done.TrySetException(e);
        }

        if (e is not OperationCanceledException)
        {
            Failed?.Invoke(e);
        }
    }
}
