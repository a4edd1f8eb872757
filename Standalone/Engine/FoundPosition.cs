using PathwayOrleans.Aggregation;
using PathwayOrleans.Sources;

namespace PathwayOrleans.Standalone.Engine;

/// <summary>What <see cref="PartitionPositioner"/> found.</summary>
/// <param name="Durable">Everything below is durable; null where nothing is.</param>
/// <param name="Bounds">What the log holds.</param>
internal readonly record struct FoundPosition(Position? Durable, LogBounds Bounds)
{
    internal Position Start => Durable ?? Bounds.Low;
}
