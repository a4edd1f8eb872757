using PathwayOrleans.Aggregation.Events;

namespace PathwayOrleans.Aggregation.Windows;

/// <summary>An event that was counted in its user's totals but was late for some windows.</summary>
/// <param name="Partition">Its partition.</param>
/// <param name="Position">Its position in that partition.</param>
/// <param name="Windows">The names of the windows, separated by commas.</param>
/// <param name="Event">The event.</param>
public readonly record struct LateEvent(SourcePartition Partition, Position Position, string Windows, UserEvent Event);
