using PathwayOrleans.Aggregation;
using PathwayOrleans.Aggregation.Events;
using PathwayOrleans.Aggregation.Windows;
using PathwayOrleans.Sources;
using PathwayOrleans.Storage.Commit;

namespace PathwayOrleans.Engine;

/// <summary>Decides for each record of a partition whether it is counted, is a dead letter, or is empty.</summary>
internal static class RecordClassifier
{
    /// <summary>Classifies the next record of a partition, and moves the partition's watermark past it.</summary>
    /// <param name="partition">The partition.</param>
    /// <param name="record">The record.</param>
    /// <param name="windows">The rules of event time.</param>
    /// <param name="watermark">The partition's watermark before the record; on return, after it.</param>
    /// <param name="letter">The dead letter, if the result is <see cref="RecordKind.DeadLetter"/>.</param>
    internal static RecordKind Classify(
        SourcePartition partition,
        in SourceRecord record,
        WindowSettings windows,
        ref WatermarkTracker watermark,
        out DeadLetter letter)
    {
        if (record.Rejection != RejectionReason.None)
        {
            letter = new DeadLetter(partition, record.Position, record.Rejection.Code(), record.Raw);
            return RecordKind.DeadLetter;
        }

        if (record.IsEmpty)
        {
            letter = default;
            return RecordKind.Empty;
        }

        if (!watermark.Observe(record.Event.Time, record.Recorded, windows.Clock) && windows.RefusesFuture)
        {
            letter = new DeadLetter(partition, record.Position, DeadLetter.Future, EventJson.Encode(record.Event));
            return RecordKind.DeadLetter;
        }

        letter = default;
        return RecordKind.Event;
    }
}
