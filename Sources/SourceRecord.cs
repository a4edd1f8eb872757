using PathwayOrleans.Aggregation;
using PathwayOrleans.Aggregation.Events;

namespace PathwayOrleans.Sources;

/// <summary>One record of a source: an event, a rejected payload, bytes, or an empty position.</summary>
/// <param name="Partition">The partition's number.</param>
/// <param name="Position">Its position in the partition; it increases from record to record, possibly with gaps.</param>
/// <param name="Event">The event if <paramref name="Rejection"/> is <see cref="RejectionReason.None"/>.</param>
/// <param name="Rejection">Why the payload was rejected.</param>
/// <param name="Raw">The payload of a rejected record, unchanged; null for a tombstone, and for events.</param>
/// <param name="Recorded">
/// When the source stored the record, milliseconds since the epoch, from 2001 to 2262; null if the source does not know. It
/// is the same whenever the record is read. Events that are far ahead of it are from the future.
/// </param>
public readonly record struct SourceRecord(
    int Partition, Position Position, UserEvent Event, RejectionReason Rejection, byte[]? Raw, long? Recorded = null)
{
    /// <summary>
    /// The bytes of the record if readers deliver them (<see cref="RecordDelivery"/>); valid until the next call of the reader.
    /// </summary>
    public RecordContent? Content { get; init; }

    // The record, and the event that a silo makes of it.
    private const int FixedBytes = 160;

    /// <summary>
    /// Whether it is neither an event, a rejected payload nor bytes: no position from the record before to this one holds
    /// anything, such as the markers of transactions at the end of a log. It moves progress, and nothing else.
    /// </summary>
    public bool IsEmpty => Rejection == RejectionReason.None && Event.UserId is null && Content is null;

    /// <summary>The approximate memory of the record without the payload of a rejected one.</summary>
    public int EventBytes => FixedBytes + (2 * (Event.UserId?.Length ?? 0)) + (Content?.Size ?? 0);

    /// <summary>The record with a content that stays valid.</summary>
    public SourceRecord Keep() => Content is { IsKept: false } content ? this with { Content = content.Keep() } : this;

    /// <summary>Creates a record of bytes.</summary>
    internal static SourceRecord Of(int partition, Position position, RecordContent content, long? recorded) =>
        new(partition, position, default, RejectionReason.None, null, recorded) { Content = content };

    /// <summary>Creates the empty record at a position.</summary>
    internal static SourceRecord Empty(int partition, Position position) =>
        new(partition, position, default, RejectionReason.None, null);
}
