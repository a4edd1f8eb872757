using System.Collections.Concurrent;
using PathwayOrleans.Aggregation;

namespace PathwayOrleans.Engine;

/// <summary>
/// Counts in this process how often an event could not be applied, which is a defect of this program. A failed attempt
/// may leave the user's state half-changed, so each attempt is made on a state that was loaded anew. After the last
/// attempt the event becomes a dead letter. Thread-safe.
/// </summary>
internal sealed class FailedEvents
{
    /// <summary><c>dead_letters.reason</c> of such an event.</summary>
    internal const string Reason = "apply_failed";

    internal const int MaxAttempts = 3;

    private readonly ConcurrentDictionary<(SourcePartition Partition, Position Position), int> _attempts = new();
    private int _count;

    /// <summary>Whether an event has used all its attempts.</summary>
    internal bool IsExhausted(SourcePartition partition, Position position) =>
        HasAny && _attempts.TryGetValue((partition, position), out int attempts) && attempts >= MaxAttempts;

    /// <summary>Counts a failed attempt.</summary>
    /// <returns>The number of failed attempts.</returns>
    internal int Count(SourcePartition partition, Position position)
    {
        int attempts = _attempts.AddOrUpdate((partition, position), 1, static (_, attempts) => attempts + 1);
        if (attempts == 1)
        {
            Interlocked.Increment(ref _count);
        }

        return attempts;
    }

    /// <summary>Removes an event that is a durable dead letter, or that was applied.</summary>
    internal void Remove(SourcePartition partition, Position position)
    {
        if (HasAny && _attempts.TryRemove((partition, position), out _))
        {
            Interlocked.Decrement(ref _count);
        }
    }

    // ConcurrentDictionary.IsEmpty takes all locks if the dictionary is empty, and this is checked for every event.
    private bool HasAny => Volatile.Read(ref _count) > 0;
}
