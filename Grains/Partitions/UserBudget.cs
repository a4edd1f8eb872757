namespace PathwayOrleans.Grains.Partitions;

/// <summary>
/// How many users of this silo's partitions wait for their events to be durable, with a limit: a database that is
/// busy with so many is not served sooner by more, and each of them holds memory. Records that are on their way to
/// be taken apart count as a user each. Any thread may call.
/// </summary>
internal sealed class UserBudget(int limit)
{
    private int _waiting;

    /// <summary>How many may wait.</summary>
    internal int Limit => limit;

    /// <summary>Users who wait now.</summary>
    internal int Waiting => Volatile.Read(ref _waiting);

    /// <summary>How many more may.</summary>
    internal int Remaining => Math.Max(0, limit - Waiting);

    internal void Enter(int count = 1) => Interlocked.Add(ref _waiting, count);

    internal void Leave(int count = 1) => Interlocked.Add(ref _waiting, -count);
}
