namespace PathwayOrleans.Grains.Partitions;

/// <summary>
/// How many users of this silo's partitions wait for their events to be durable, with a limit: a database that is
/// busy with so many is not served sooner by more, and each of them holds memory. Any thread may call.
/// </summary>
internal sealed class UserBudget(int limit)
{
    private int _waiting;

    /// <summary>Users who wait now.</summary>
    internal int Waiting => Volatile.Read(ref _waiting);

    internal bool IsExhausted => Waiting >= limit;

    internal void Enter() => Interlocked.Increment(ref _waiting);

    internal void Leave() => Interlocked.Decrement(ref _waiting);
}
