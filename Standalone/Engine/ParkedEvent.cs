using PathwayOrleans.Aggregation;
using PathwayOrleans.Aggregation.Events;

namespace PathwayOrleans.Standalone.Engine;

/// <summary>An event that waits for its user's state.</summary>
internal readonly record struct ParkedEvent(TrackedPartition Partition, Position Position, UserEvent Event);
