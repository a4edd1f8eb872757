using PathwayOrleans.Aggregation;
using PathwayOrleans.Aggregation.Events;

namespace PathwayOrleans.Sources;

/// <summary>One record of a source: an event, or why it is none.</summary>
/// <param name="Partition">The partition's number.</param>
/// <param name="Position">Its position there; rises from record to record, possibly with gaps.</param>
/// <param name="Event">The event, where <paramref name="Rejection"/> is <see cref="RejectionReason.None"/>.</param>
/// <param name="Rejection">Why it is no event.</param>
/// <param name="Raw">A rejected record's payload as it came; null for a tombstone, and for events.</param>
public readonly record struct SourceRecord(int Partition, Position Position, UserEvent Event, RejectionReason Rejection, byte[]? Raw);
