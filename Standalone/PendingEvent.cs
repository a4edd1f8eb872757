using PathwayOrleans.Aggregation;
using PathwayOrleans.Engine.Counting;

namespace PathwayOrleans.Standalone;

/// <summary>An event that waits until its user's state, or windows that were evicted from it, are loaded.</summary>
/// <param name="Partition">Its partition.</param>
/// <param name="Record">The record.</param>
internal readonly record struct PendingEvent(TrackedPartition Partition, CountedRecord Record)
{
    // The entry of a list, which may have twice the memory that it needs.
    private const int FixedBytes = 160;

    /// <summary>The checkpoint of its partition when everything before the event is durable.</summary>
    internal Checkpoint Floor => new(Record.Position, new WatermarkTracker(Record.Watermark));

    internal Position Position => Record.Position;

    /// <summary>Its approximate memory.</summary>
    internal long Bytes => FixedBytes + Record.Bytes;
}
