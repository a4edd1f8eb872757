using PathwayOrleans.Aggregation.Events;

namespace PathwayOrleans.Sources.Files.Records;

/// <summary>RFC 4180 with a header. CR is optional at line ends, and empty lines are skipped.</summary>
internal sealed class CsvFormat(CsvHeader header) : RecordFormat
{
    internal override int Count(ReadOnlySpan<byte> bytes, bool isEnd, out int length) =>
        bytes.Contains((byte)'"') ? CountQuoted(bytes, isEnd, out length) : NdjsonFormat.Instance.Count(bytes, isEnd, out length);

    internal override RecordParser CreateParser(UserIdPool userIds, EventRules rules) => new CsvParser(header, userIds, rules);

    private static int CountQuoted(ReadOnlySpan<byte> bytes, bool isEnd, out int length)
    {
        int count = 0;
        length = 0;
        while (length < bytes.Length)
        {
            ReadOnlySpan<byte> rest = bytes[length..];
            int end = CsvRecords.EndOfFirst(rest);
            if (end < 0 && !isEnd)
            {
                break;
            }

            ReadOnlySpan<byte> record = end < 0 ? rest : rest[..end];
            count += NdjsonFormat.IsEmpty(record) ? 0 : 1;
            length += end < 0 ? rest.Length : end + 1;
        }

        return count;
    }
}
