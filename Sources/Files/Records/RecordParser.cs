using PathwayOrleans.Aggregation;
using PathwayOrleans.Aggregation.Events;

namespace PathwayOrleans.Sources.Files.Records;

/// <summary>Parses complete records. Not thread-safe.</summary>
internal abstract class RecordParser(EventRules rules)
{
    /// <summary>Parses the records that <see cref="RecordFormat.Count"/> counted.</summary>
    /// <param name="bytes">Complete records.</param>
    /// <param name="partition">The partition's number.</param>
    /// <param name="first">The first record's number.</param>
    /// <param name="recorded">
    /// When the file was last written, milliseconds since the epoch; null if that is not plausible.
    /// </param>
    /// <param name="batch">Receives the records.</param>
    internal abstract void Parse(ReadOnlySpan<byte> bytes, int partition, long first, long? recorded, RecordBatch batch);

    /// <summary>A record without its line end.</summary>
    protected static ReadOnlySpan<byte> WithoutCarriageReturn(ReadOnlySpan<byte> line) =>
        line is [.., (byte)'\r'] ? line[..^1] : line;

    /// <summary>A record whose bytes are delivered.</summary>
    protected static SourceRecord Raw(int partition, long number, long? recorded) =>
        new(partition, Position.FromOffset(number), default, RejectionReason.None, null, recorded);

    /// <summary>Completes a record. A file has no broker timestamp that could replace a missing time.</summary>
    protected SourceRecord ToRecord(
        int partition,
        long number,
        long? recorded,
        RejectionReason rejection,
        in ParsedEvent parsed,
        ReadOnlySpan<byte> raw)
    {
        UserEvent userEvent = default;
        if (rejection == RejectionReason.None)
        {
            rejection = parsed.Complete(brokerTime: null, rules, out userEvent);
        }

        return new SourceRecord(
            partition,
            Position.FromOffset(number),
            userEvent,
            rejection,
            rejection == RejectionReason.None ? null : raw.ToArray(),
            recorded);
    }
}
