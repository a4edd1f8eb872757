using PathwayOrleans.Aggregation.Events;

namespace PathwayOrleans.Aggregation.State;

/// <summary>
/// The running aggregate of one user, with the fence that makes applying an event twice the same as applying it
/// once. Not thread-safe: an engine gives each user one owner.
/// </summary>
public sealed class UserState
{
    private Fence _fence;

    /// <summary>How many events were applied.</summary>
    public long Count { get; internal set; }

    /// <summary>
    /// The sum of their values, added as doubles in the order in which they were applied (round to nearest, ties
    /// to even, at each step).
    /// </summary>
    public double TotalValue { get; internal set; }

    /// <summary>The highest event time applied, milliseconds since the epoch; 0 before the first event.</summary>
    public long LastEventTime { get; internal set; }

    internal ReadOnlySpan<Fence.Entry> FenceEntries => _fence.Entries;

    /// <summary>Applies an event unless its position, or a higher one of the same partition, was applied before.</summary>
    /// <returns>False where the fence held the event back; nothing changed then.</returns>
    /// <exception cref="OverflowException">2^63 events were counted.</exception>
    public bool Apply(SourcePartition partition, Position position, in UserEvent userEvent)
    {
        long count = checked(Count + 1);
        if (!_fence.TryAdvance(partition, position))
        {
            return false;
        }

        Count = count;
        TotalValue += userEvent.Value;
        LastEventTime = Math.Max(LastEventTime, userEvent.Time);
        return true;
    }

    /// <summary>The last position applied of a partition, or null where none was.</summary>
    public Position? LastApplied(SourcePartition partition)
    {
        foreach (ref readonly Fence.Entry entry in _fence.Entries)
        {
            if (ReferenceEquals(entry.Partition, partition))
            {
                return entry.LastApplied;
            }
        }

        return null;
    }

    /// <summary>True where an event of this partition was ever applied.</summary>
    public bool HasSeen(SourcePartition partition) => LastApplied(partition) is not null;

    internal void RestoreFence(SourcePartition partition, Position lastApplied) => _fence.TryAdvance(partition, lastApplied);
}
