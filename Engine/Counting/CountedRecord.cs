using PathwayOrleans.Aggregation;
using PathwayOrleans.Aggregation.Events;
using PathwayOrleans.Sources;

namespace PathwayOrleans.Engine.Counting;

/// <summary>A record that is to be counted.</summary>
/// <param name="Partition">Its partition.</param>
/// <param name="Position">Its position in the partition.</param>
/// <param name="Watermark">The partition's watermark before it (<see cref="WatermarkTracker.Watermark"/>).</param>
/// <param name="Event">The event; default if the record is counted by its content.</param>
/// <param name="Content">Its bytes, valid until the next call of the reader unless it is kept; null for an event.</param>
internal readonly record struct CountedRecord(
    SourcePartition Partition, Position Position, long Watermark, UserEvent Event, RecordContent? Content)
{
    /// <summary>The approximate memory of what it refers to.</summary>
    internal long Bytes => (2L * (Event.UserId?.Length ?? 0)) + (Content?.Size ?? 0);

    /// <summary>The record with a content that stays valid.</summary>
    internal CountedRecord Keep() => Content is { IsKept: false } ? this with { Content = Content.Keep() } : this;
}
