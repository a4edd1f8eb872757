namespace PathwayOrleans.Grains.Partitions;

/// <summary>
/// Limits the users of this silo's partitions with events that are not durable yet. More of them do not raise the throughput
/// of the database, and each uses memory. Batches that have not been dispatched count with their expected number of users.
/// Thread-safe.
/// </summary>
/// <param name="limit">The maximum number of pending users.</param>
/// <param name="limitByMemory">The number of pending users whose states fit into the memory for them; null for any.</param>
internal sealed class PendingUserLimiter(int limit, Func<int>? limitByMemory = null)
{
    private int _pending;

    /// <summary>The maximum number of pending users.</summary>
    internal int Limit => limitByMemory is null ? limit : Math.Min(limit, limitByMemory());

    /// <summary>The number of pending users.</summary>
    internal int Pending => Volatile.Read(ref _pending);

    /// <summary>How many more users may become pending.</summary>
    internal int Remaining => Math.Max(0, Limit - Pending);

    internal void Enter(int count = 1) => Interlocked.Add(ref _pending, count);

    internal void Leave(int count = 1) => Interlocked.Add(ref _pending, -count);
}
