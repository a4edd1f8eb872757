using PathwayOrleans.Aggregation.Events;

namespace PathwayOrleans.Sources.Files.Records;

internal sealed class NdjsonParser(UserIdPool userIds) : RecordParser
{
    private readonly EventParser _parser = new(userIds);

    internal override void Parse(ReadOnlySpan<byte> bytes, int partition, long first, RecordBatch batch)
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
                batch.Add(ToRecord(partition, number++, rejection, parsed, line));
            }
        }
    }
}
