using PathwayOrleans.Aggregation.Events;

namespace PathwayOrleans.Sources.Files.Records;

/// <summary>Finds the records whose bytes are delivered as they are: the lines of NDJSON.</summary>
internal class LineParser(EventRules rules) : RecordParser(rules)
{
    internal sealed override void Parse(
        ReadOnlySpan<byte> bytes, int partition, long first, long? recorded, RecordBatch batch)
    {
        long number = first;
        int start = 0;
        while (start < bytes.Length)
        {
            ReadOnlySpan<byte> rest = bytes[start..];
            int end = EndOfFirst(rest);
            ReadOnlySpan<byte> record = WithoutCarriageReturn(end < 0 ? rest : rest[..end]);
            if (!record.IsEmpty)
            {
                batch.Add(Raw(partition, number++, recorded), start, record.Length);
            }

            start = end < 0 ? bytes.Length : start + end + 1;
        }
    }

    /// <summary>The length of the first record without its LF, or -1 if no LF ends it.</summary>
    protected virtual int EndOfFirst(ReadOnlySpan<byte> bytes) => bytes.IndexOf((byte)'\n');
}
