using PathwayOrleans.Aggregation;
using PathwayOrleans.Sources;

namespace PathwayOrleans.Grains.Partitions;

/// <summary>An event of a batch.</summary>
/// <param name="UserId">The user.</param>
/// <param name="Position">Its position in the partition.</param>
/// <param name="Value">Its value.</param>
/// <param name="Time">Event time, milliseconds since the epoch.</param>
/// <param name="Watermark">The partition's watermark before it.</param>
/// <param name="Content">Its bytes, if it is counted by them.</param>
internal readonly record struct PartitionEvent(
    string UserId, Position Position, double Value, long Time, long Watermark, RecordContent? Content);
