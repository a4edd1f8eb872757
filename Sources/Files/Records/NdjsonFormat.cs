using PathwayOrleans.Aggregation.Events;

namespace PathwayOrleans.Sources.Files.Records;

/// <summary>Each line that is not empty is a record. Lines end with LF or CR LF.</summary>
internal sealed class NdjsonFormat : RecordFormat
{
    internal static readonly NdjsonFormat Instance = new();

    private NdjsonFormat()
    {
    }

    internal override int Count(ReadOnlySpan<byte> bytes, bool isEnd, out int length)
    {
        length = isEnd ? bytes.Length : bytes.LastIndexOf((byte)'\n') + 1;
        ReadOnlySpan<byte> lines = bytes[..length];
        int count = lines.Count((byte)'\n') - CountEmpty(lines);
        return IsEmpty(lines[(lines.LastIndexOf((byte)'\n') + 1)..]) ? count : count + 1;
    }

    internal override RecordParser CreateParser(UserIdPool userIds, EventRules rules) => new NdjsonParser(userIds, rules);

    /// <summary>Whether a line, without its LF, is empty and so not a record.</summary>
    internal static bool IsEmpty(ReadOnlySpan<byte> line) => line.IsEmpty || (line.Length == 1 && line[0] == '\r');

    private static int CountEmpty(ReadOnlySpan<byte> lines)
    {
        int first = lines.StartsWith("\n"u8) || lines.StartsWith("\r\n"u8) ? 1 : 0;
        return first + CountOverlapping(lines, "\n\n"u8) + CountOverlapping(lines, "\n\r\n"u8);
    }

    private static int CountOverlapping(ReadOnlySpan<byte> lines, ReadOnlySpan<byte> empty)
    {
        int count = 0;
        for (int at = lines.IndexOf(empty); at >= 0; at = lines.IndexOf(empty))
        {
            count++;
            lines = lines[(at + 1)..];
        }

        return count;
    }
}
