namespace PathwayOrleans.Grains.Users;

/// <summary>Counters of a silo's users, from its start. Any thread may call.</summary>
internal sealed class UserCounters
{
    private long _applied;
    private long _skipped;
    private long _conflicts;

    internal long Applied => Volatile.Read(ref _applied);

    internal long Skipped => Volatile.Read(ref _skipped);

    /// <summary>Activations that lost a version race.</summary>
    internal long Conflicts => Volatile.Read(ref _conflicts);

    internal void Add(int applied, int skipped)
    {
        Interlocked.Add(ref _applied, applied);
        if (skipped > 0)
        {
            Interlocked.Add(ref _skipped, skipped);
        }
    }

    internal void Conflicted() => Interlocked.Increment(ref _conflicts);
}
