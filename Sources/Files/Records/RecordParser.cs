using PathwayOrleans.Aggregation;
using PathwayOrleans.Aggregation.Events;

namespace PathwayOrleans.Sources.Files.Records;

/// <summary>Turns whole records into what an engine reads. Not thread-safe.</summary>
internal abstract class RecordParser
{
    /// <summary>Parses what <see cref="RecordFormat.Count"/> counted.</summary>
    /// <param name="bytes">Whole records.</param>
    /// <param name="partition">The partition's number.</param>
    /// <param name="first">The first record's number.</param>
    /// <param name="batch">Where to.</param>
    internal abstract void Parse(ReadOnlySpan<byte> bytes, int partition, long first, RecordBatch batch);

    /// <summary>A record without its line end.</summary>
    protected static ReadOnlySpan<byte> WithoutCarriageReturn(ReadOnlySpan<byte> line) => line is [.., (byte)'\r'] ? line[..^1] : line;

    /// <summary>What becomes of a record: there is no broker whose time could stand in for the event's own.</summary>
    protected static SourceRecord ToRecord(int partition, long number, RejectionReason rejection, in ParsedEvent parsed, ReadOnlySpan<byte> raw)
    {
        UserEvent userEvent = default;
        if (rejection == RejectionReason.None)
        {
            rejection = parsed.Complete(brokerTime: null, out userEvent);
        }

        return new SourceRecord(
            partition, Position.FromOffset(number), userEvent, rejection, rejection == RejectionReason.None ? null : raw.ToArray());
    }
}
