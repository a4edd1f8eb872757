using PathwayOrleans.Aggregation;
using PathwayOrleans.Aggregation.Events;

namespace PathwayOrleans.Standalone;

/// <summary>An event that waits until its user's state, or windows that were evicted from it, are loaded.</summary>
/// <param name="Partition">Its partition.</param>
/// <param name="Position">Its position in the partition.</param>
/// <param name="Before">The partition's watermark before it.</param>
/// <param name="Event">The event.</param>
internal readonly record struct PendingEvent(
    TrackedPartition Partition, Position Position, WatermarkTracker Before, UserEvent Event)
{
    // The entry of a list, which may have twice the memory that it needs.
    private const int FixedBytes = 160;

    /// <summary>The checkpoint of its partition when everything before the event is durable.</summary>
    internal Checkpoint Floor => new(Position, Before);

    /// <summary>Its approximate memory.</summary>
    internal long Bytes => FixedBytes + (2L * Event.UserId.Length);
}
