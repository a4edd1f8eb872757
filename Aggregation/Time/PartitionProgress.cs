namespace PathwayOrleans.Aggregation.Time;

/// <summary>How far a partition has got: everything below a position, and the event time that this came to.</summary>
/// <param name="Next">The first position that is not covered.</param>
/// <param name="Clock">The partition's clock before the event at that position.</param>
public readonly record struct PartitionProgress(Position Next, EventClock Clock);
