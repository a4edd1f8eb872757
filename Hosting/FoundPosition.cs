using PathwayOrleans.Aggregation;
using PathwayOrleans.Aggregation.Time;
using PathwayOrleans.Sources;

namespace PathwayOrleans.Hosting;

/// <summary>What <see cref="PartitionPositioner"/> found.</summary>
/// <param name="Durable">Everything below is durable; null where nothing is.</param>
/// <param name="Clock">The partition's event time there.</param>
/// <param name="Bounds">What the log holds.</param>
public readonly record struct FoundPosition(Position? Durable, EventClock Clock, LogBounds Bounds)
{
    /// <summary>Where to read from; where <see cref="Bounds"/> has a gap before it, it cannot be read from.</summary>
    public Position Start => Durable ?? Bounds.Low;
}
