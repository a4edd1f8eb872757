using PathwayOrleans.Aggregation;
using PathwayOrleans.Sources;

namespace PathwayOrleans.Engine.Partitions;

/// <summary>The result of <see cref="PartitionPositioner"/>.</summary>
/// <param name="Durable">Everything below is durable; null if nothing is.</param>
/// <param name="Clock">The partition's watermark at the durable position.</param>
/// <param name="Bounds">The first position that the log holds, and its end.</param>
/// <param name="Age">The time since the durable position was stored.</param>
internal readonly record struct FoundPosition(
    Position? Durable, WatermarkTracker Clock, LogBounds Bounds, TimeSpan Age = default)
{
    /// <summary>The position to read from. It cannot be read if <see cref="Bounds"/> do not include it.</summary>
    public Position Start => Durable ?? Bounds.Low;
}
