using PathwayOrleans.Aggregation.Events;

namespace PathwayOrleans.Sources.Files.Records;

internal sealed class NdjsonParser(UserIdPool userIds, EventRules rules) : RecordParser(rules)
{
    private readonly EventParser _parser = new(userIds, rules);

    internal override void Parse(ReadOnlySpan<byte> bytes, int partition, long first, long? recorded, RecordBatch batch)
    {
        long number = first;
        while (!bytes.IsEmpty)
        {
            int end = bytes.IndexOf((byte)'\n');
            ReadOnlySpan<byte> line = WithoutCarriageReturn(end < 0 ? bytes : bytes[..end]);
            bytes = end < 0 ? [] : bytes[(end + 1)..];
            if (!line.IsEmpty)
            {
                RejectionReason rejection = _parser.Parse(line, out ParsedEvent parsed);
                SourceRecord record = ToRecord(partition, number++, recorded, rejection, parsed, line);

                // The pipeline decides about what is not an event.
                batch.Add(record.Rejection == RejectionReason.None ? record : SourceRecord.Of(
                    partition, record.Position, RecordContent.Of(record.Raw, null, null, []), recorded));
            }
        }
    }
}
