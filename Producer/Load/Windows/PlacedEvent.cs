using PathwayOrleans.Aggregation;

namespace PathwayOrleans.Producer.Load.Windows;

/// <summary>An event and where it stands in its source.</summary>
/// <param name="Partition">Its source partition.</param>
/// <param name="Offset">Its place there.</param>
/// <param name="UserId">Whose it is.</param>
/// <param name="Time">Event time, milliseconds since the epoch.</param>
/// <param name="Value">Its value. A sum of any of them in any order has to be exact in a double.</param>
public readonly record struct PlacedEvent(SourcePartition Partition, long Offset, string UserId, long Time, double Value);
