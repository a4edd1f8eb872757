using PathwayOrleans.Storage.Commit;

namespace PathwayOrleans.Engine.Status;

/// <summary>Counters since the start of the process. Thread-safe.</summary>
internal sealed class EngineCounters
{
    private long _applied;
    private long _skipped;
    private long _deadLettered;
    private long _commits;
    private long _usersCommitted;
    private long _conflicts;

    internal long Applied => Volatile.Read(ref _applied);

    internal long Skipped => Volatile.Read(ref _skipped);

    internal long DeadLettered => Volatile.Read(ref _deadLettered);

    internal long Commits => Volatile.Read(ref _commits);

    internal long UsersCommitted => Volatile.Read(ref _usersCommitted);

    /// <summary>Writes that were rejected because a row had another version.</summary>
    internal long Conflicts => Volatile.Read(ref _conflicts);

    /// <summary>Adds events that were applied, and events that the fence skipped.</summary>
    internal void Add(int applied, int skipped)
    {
        if (applied > 0)
        {
            Interlocked.Add(ref _applied, applied);
        }

        if (skipped > 0)
        {
            Interlocked.Add(ref _skipped, skipped);
        }
    }

    internal void AddConflict() => Interlocked.Increment(ref _conflicts);

    /// <summary>Adds a commit that succeeded.</summary>
    internal void Add(CommitBatch batch)
    {
        Interlocked.Increment(ref _commits);
        Interlocked.Add(ref _usersCommitted, batch.Users.Count);
        Interlocked.Add(ref _deadLettered, batch.DeadLetters.Count);
    }
}
