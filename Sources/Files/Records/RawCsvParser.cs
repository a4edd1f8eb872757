using PathwayOrleans.Aggregation.Events;

namespace PathwayOrleans.Sources.Files.Records;

/// <summary>Finds the records of CSV whose bytes are delivered as they are.</summary>
internal sealed class RawCsvParser(byte delimiter, EventRules rules) : RecordParser(rules)
{
    internal override void Parse(ReadOnlySpan<byte> bytes, int partition, long first, long? recorded, RecordBatch batch)
    {
        bool hasQuotes = bytes.Contains((byte)'"');
        long number = first;
        int start = 0;
        while (start < bytes.Length)
        {
            ReadOnlySpan<byte> rest = bytes[start..];
            int end = hasQuotes ? CsvRecords.EndOfFirst(rest, delimiter) : rest.IndexOf((byte)'\n');
            ReadOnlySpan<byte> record = WithoutCarriageReturn(end < 0 ? rest : rest[..end]);
            if (!record.IsEmpty)
            {
                batch.Add(Raw(partition, number++, recorded), start, record.Length);
            }

            start = end < 0 ? bytes.Length : start + end + 1;
        }
    }
}
