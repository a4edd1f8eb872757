using PathwayOrleans.Aggregation;
using PathwayOrleans.Aggregation.Events;

namespace PathwayOrleans.Sources.Files.Records;

/// <summary>Parses complete records. Not thread-safe.</summary>
internal abstract class RecordParser
{
    /// <summary>Parses the records that <see cref="RecordFormat.Count"/> counted.</summary>
    /// <param name="bytes">Complete records.</param>
    /// <param name="partition">The partition's number.</param>
    /// <param name="first">The first record's number.</param>
    /// <param name="batch">Receives the records.</param>
    internal abstract void Parse(ReadOnlySpan<byte> bytes, int partition, long first, RecordBatch batch);

    /// <summary>A record without its line end.</summary>
    protected static ReadOnlySpan<byte> WithoutCarriageReturn(ReadOnlySpan<byte> line) =>
        line is [.., (byte)'\r'] ? line[..^1] : line;

    /// <summary>Completes a record. A file has no broker timestamp that could replace a missing time.</summary>
    protected static SourceRecord ToRecord(
        int partition, long number, RejectionReason rejection, in ParsedEvent parsed, ReadOnlySpan<byte> raw)
    {
        UserEvent userEvent = default;
        if (rejection == RejectionReason.None)
        {
            rejection = parsed.Complete(brokerTime: null, out userEvent);
        }

        return new SourceRecord(
            partition,
            Position.FromOffset(number),
            userEvent,
            rejection,
            rejection == RejectionReason.None ? null : raw.ToArray());
    }
}
