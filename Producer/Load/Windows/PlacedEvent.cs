using PathwayOrleans.Aggregation;

namespace PathwayOrleans.Producer.Load.Windows;

/// <summary>An event and its position in the source.</summary>
/// <param name="Partition">The source partition.</param>
/// <param name="Offset">The offset in the partition.</param>
/// <param name="UserId">The user.</param>
/// <param name="Time">Event time, milliseconds since the epoch.</param>
/// <param name="Value">The value. Any sum of values in any order must be exact in a double.</param>
/// <param name="Recorded">When the source stored the record, milliseconds since the epoch; null if unknown.</param>
public readonly record struct PlacedEvent(
    SourcePartition Partition, long Offset, string UserId, long Time, double Value, long? Recorded = null);
