using PathwayOrleans.Aggregation;
using PathwayOrleans.Sources;

namespace PathwayOrleans.Hosting;

/// <summary>What <see cref="PartitionPositioner"/> found.</summary>
/// <param name="Durable">Everything below is durable; null where nothing is.</param>
/// <param name="Bounds">What the log holds.</param>
public readonly record struct FoundPosition(Position? Durable, LogBounds Bounds)
{
    /// <summary>Where to read from; where <see cref="Bounds"/> has a gap before it, it cannot be read from.</summary>
    public Position Start => Durable ?? Bounds.Low;
}
