using PathwayOrleans.Aggregation;

namespace PathwayOrleans.Storage.Commit;

/// <summary>The next commit while it is collected, with the callers that wait for it.</summary>
internal sealed class WaitingCommit(CommitBounds bounds)
{
    private readonly HashSet<string> _ids = new(StringComparer.Ordinal);
    private readonly Dictionary<SourcePartition, (Checkpoint Progress, Action<Position> Written)> _progress = [];

    private readonly List<Action<bool>> _steps = [];

    private int _windowRows;
    private long _bytes;

    internal CommitBatch Batch { get; } = new();

    /// <summary>In the order of <see cref="CommitBatch.Users"/>.</summary>
    internal List<WaitingUser> Users { get; } = [];

    /// <summary>In the order of <see cref="CommitBatch.DeadLetters"/>.</summary>
    internal List<WaitingLetter> Letters { get; } = [];

    internal bool IsEmpty => Users.Count == 0 && Letters.Count == 0 && _progress.Count == 0 && _steps.Count == 0;

    /// <summary>Adds a user; false if the user is in this commit already or the commit is full.</summary>
    internal bool TryAdd(WaitingUser user)
    {
        if (Users.Count >= bounds.MaxUsers || _windowRows >= bounds.MaxWindowRows || _bytes >= bounds.MaxBytes
            || !_ids.Add(user.Write.UserId))
        {
            return false;
        }

        _windowRows += user.Write.Rows;
        _bytes += CommitSize.Of(user.Write);

        Users.Add(user);
        Batch.Users.Add(user.Write);
        return true;
    }

    /// <summary>Adds a dead letter; false if the commit is full.</summary>
    internal bool TryAdd(in WaitingLetter letter)
    {
        if (_bytes >= bounds.MaxBytes)
        {
            return false;
        }

        _bytes += CommitSize.Of(letter.Letter);
        Letters.Add(letter);
        Batch.DeadLetters.Add(letter.Letter);
        return true;
    }

    internal void Report(SourcePartition partition, Checkpoint progress, Action<Position> written)
    {
        if (_progress.TryGetValue(partition, out (Checkpoint Progress, Action<Position> Written) known))
        {
            // Callers that reported a lower position are completed by the same commit.
            written = known.Written + written;
            progress = known.Progress.Next > progress.Next ? known.Progress : progress;
            Batch.Progress.RemoveAll(write => ReferenceEquals(write.Partition, partition));
        }

        _progress[partition] = (progress, written);
        Batch.Progress.Add(new CheckpointWrite(partition, progress));
    }

    internal void Step(in CheckpointWrite step, Action<bool> done)
    {
        Batch.Steps.Add(step);
        _steps.Add(done);
    }

    /// <summary>
    /// Adds the checkpoints and steps of a commit that was not written; its users and dead letters are added separately.
    /// </summary>
    internal void TakeRest(WaitingCommit other)
    {
        foreach ((SourcePartition partition, (Checkpoint progress, Action<Position> written)) in other._progress)
        {
            Report(partition, progress, written);
        }

        Batch.Steps.AddRange(other.Batch.Steps);
        _steps.AddRange(other._steps);
    }

    internal void Succeed(CommitOutcome outcome)
    {
        foreach (WaitingUser user in Users)
        {
            user.Done.TrySetResult(user.Write.Version + 1);
        }

        foreach (WaitingLetter letter in Letters)
        {
            letter.Group.Succeed();
        }

        foreach ((Checkpoint progress, Action<Position> written) in _progress.Values)
        {
            written(progress.Next);
        }

        for (int i = 0; i < _steps.Count; i++)
        {
            _steps[i](!outcome.RefusedSteps.Contains(i));
        }
    }

    /// <summary>Fails the writes whose row has another version.</summary>
    /// <returns>The remaining writes.</returns>
    internal List<WaitingUser> Reject(IReadOnlyList<int> rejected)
    {
        var others = new List<WaitingUser>(Users.Count);
        int next = 0;
        for (int i = 0; i < Users.Count; i++)
        {
            if (next < rejected.Count && rejected[next] == i)
            {
                next++;
                Users[i].Done.TrySetException(new VersionConflictException(Users[i].Write));
            }
            else
            {
                others.Add(Users[i]);
            }
        }

        return others;
    }

    internal void Fail(Exception e)
    {
        foreach (WaitingUser user in Users)
        {
            user.Done.TrySetException(e);
        }

        foreach (WaitingLetter letter in Letters)
        {
            letter.Group.Fail(e);
        }
    }
}
