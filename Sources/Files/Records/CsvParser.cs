using PathwayOrleans.Aggregation.Events;

namespace PathwayOrleans.Sources.Files.Records;

internal sealed class CsvParser(CsvHeader header, UserIdPool userIds, EventRules rules) : RecordParser(rules)
{
    private readonly FieldParser _parser = new(userIds, rules);
    private readonly CsvFields _fields = new();

    internal override void Parse(ReadOnlySpan<byte> bytes, int partition, long first, long? recorded, RecordBatch batch)
    {
        long number = first;
        bool hasQuotes = bytes.Contains((byte)'"');
        while (!bytes.IsEmpty)
        {
            int end = hasQuotes ? CsvRecords.EndOfFirst(bytes) : bytes.IndexOf((byte)'\n');
            ReadOnlySpan<byte> record = WithoutCarriageReturn(end < 0 ? bytes : bytes[..end]);
            bytes = end < 0 ? [] : bytes[(end + 1)..];
            if (!record.IsEmpty)
            {
                RejectionReason rejection = ParseRecord(record, out ParsedEvent parsed);
                batch.Add(ToRecord(partition, number++, recorded, rejection, parsed, record));
            }
        }
    }

    private RejectionReason ParseRecord(ReadOnlySpan<byte> record, out ParsedEvent parsed)
    {
        parsed = default;
        if (record.Length > EventLimits.MaxMessageBytes)
        {
            return RejectionReason.Oversize;
        }

        ReadOnlySpan<byte> userId = default;
        ReadOnlySpan<byte> value = default;
        ReadOnlySpan<byte> time = default;
        _fields.Reset(record.Length);
        int column = 0;
        bool isLast;
        do
        {
            if (!_fields.TryTake(ref record, out ReadOnlySpan<byte> field, out isLast))
            {
                return RejectionReason.NotCsv;
            }

            if (column == header.UserId)
            {
                userId = field;
            }
            else if (column == header.Value)
            {
                value = field;
            }
            else if (column == header.Time)
            {
                time = field;
            }

            column++;
        }
        while (!isLast);

        return column == header.Count ? _parser.Parse(userId, value, time, out parsed) : RejectionReason.NotCsv;
    }
}
