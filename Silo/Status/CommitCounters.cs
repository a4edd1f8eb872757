using PathwayOrleans.Storage.Commit;

namespace PathwayOrleans.Silo.Status;

/// <summary>Counts this silo's commits, from its start. Any thread may read.</summary>
internal sealed class CommitCounters
{
    private long _commits;
    private long _users;
    private long _deadLettered;

    internal long Commits => Volatile.Read(ref _commits);

    internal long Users => Volatile.Read(ref _users);

    internal long DeadLettered => Volatile.Read(ref _deadLettered);

    internal void Add(CommitBatch batch)
    {
        Interlocked.Increment(ref _commits);
        Interlocked.Add(ref _users, batch.Users.Count);
        Interlocked.Add(ref _deadLettered, batch.DeadLetters.Count);
    }
}
