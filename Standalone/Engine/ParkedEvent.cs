using PathwayOrleans.Aggregation;
using PathwayOrleans.Aggregation.Events;
using PathwayOrleans.Aggregation.Time;

namespace PathwayOrleans.Standalone.Engine;

/// <summary>An event that waits for its user's state, or for windows that this has let go of.</summary>
/// <param name="Partition">Where it is from.</param>
/// <param name="Position">Its position there.</param>
/// <param name="Before">The partition's clock before it.</param>
/// <param name="Event">The event.</param>
internal readonly record struct ParkedEvent(TrackedPartition Partition, Position Position, EventClock Before, UserEvent Event)
{
    /// <summary>How far its partition has got when everything before it is done.</summary>
    internal PartitionProgress Floor => new(Position, Before);
}
