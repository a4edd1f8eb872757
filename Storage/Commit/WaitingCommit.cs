using PathwayOrleans.Aggregation;
using PathwayOrleans.Aggregation.Time;

namespace PathwayOrleans.Storage.Commit;

/// <summary>A commit that is being gathered, with those who wait for it.</summary>
internal sealed class WaitingCommit
{
    // A statement of bounded size, and nobody waits for more than so many rows.
    private const int MaxUsers = 50_000;
    private const int MaxWindowRows = 200_000;

    private readonly HashSet<string> _ids = new(StringComparer.Ordinal);
    private readonly Dictionary<SourcePartition, (PartitionProgress Progress, Action<Position> Written)> _progress = [];

    private int _windowRows;

    internal CommitBatch Batch { get; } = new();

    /// <summary>In the order of <see cref="CommitBatch.Users"/>.</summary>
    internal List<WaitingUser> Users { get; } = [];

    internal List<TaskCompletionSource> Letters { get; } = [];

    internal bool IsEmpty => Users.Count == 0 && Letters.Count == 0 && _progress.Count == 0;

    /// <summary>False where the user is in this commit already, or the commit is full.</summary>
    internal bool TryAdd(WaitingUser user)
    {
        if (Users.Count == MaxUsers || _windowRows >= MaxWindowRows || !_ids.Add(user.Write.UserId))
        {
            return false;
        }

        _windowRows += user.Write.Windows?.Rows.Count ?? 0;

        Users.Add(user);
        Batch.Users.Add(user.Write);
        return true;
    }

    internal void Report(SourcePartition partition, PartitionProgress progress, Action<Position> written)
    {
        if (_progress.TryGetValue(partition, out (PartitionProgress Progress, Action<Position> Written) known))
        {
            // Whoever reported less waits for the same.
            written = known.Written + written;
            progress = known.Progress.Next > progress.Next ? known.Progress : progress;
            Batch.Progress.RemoveAll(write => ReferenceEquals(write.Partition, partition));
        }

        _progress[partition] = (progress, written);
        Batch.Progress.Add(new ProgressWrite(partition, progress));
    }

    /// <summary>Takes over all but the users of a commit that was not written.</summary>
    internal void TakeRest(WaitingCommit other)
    {
        Batch.DeadLetters.AddRange(other.Batch.DeadLetters);
        Letters.AddRange(other.Letters);
        foreach ((SourcePartition partition, (PartitionProgress progress, Action<Position> written)) in other._progress)
        {
            Report(partition, progress, written);
        }
    }

    internal void Succeed()
    {
        foreach (WaitingUser user in Users)
        {
            user.Done.TrySetResult(user.Write.Version + 1);
        }

        foreach (TaskCompletionSource letters in Letters)
        {
            letters.TrySetResult();
        }

        foreach ((PartitionProgress progress, Action<Position> written) in _progress.Values)
        {
            written(progress.Next);
        }
    }

    /// <summary>Tells those whose row had moved on.</summary>
    /// <returns>The others.</returns>
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

        foreach (TaskCompletionSource letters in Letters)
        {
            letters.TrySetException(e);
        }
    }
}
