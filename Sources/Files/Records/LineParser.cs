using PathwayOrleans.Aggregation.Events;

namespace PathwayOrleans.Sources.Files.Records;

/// <summary>Finds the lines of NDJSON whose bytes are delivered as they are.</summary>
internal sealed class LineParser(EventRules rules) : RecordParser(rules)
{
    internal override void Parse(ReadOnlySpan<byte> bytes, int partition, long first, long? recorded, RecordBatch batch)
    {
        long number = first;
        int start = 0;
        while (start < bytes.Length)
        {
            ReadOnlySpan<byte> rest = bytes[start..];
            int end = rest.IndexOf((byte)'\n');
            ReadOnlySpan<byte> line = WithoutCarriageReturn(end < 0 ? rest : rest[..end]);
            if (!line.IsEmpty)
            {
                batch.Add(Raw(partition, number++, recorded), start, line.Length);
            }

            start = end < 0 ? bytes.Length : start + end + 1;
        }
    }
}
