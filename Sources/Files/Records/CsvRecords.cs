namespace PathwayOrleans.Sources.Files.Records;

/// <summary>Finds the ends of the records of a CSV file: line ends outside of quotes (RFC 4180).</summary>
internal static class CsvRecords
{
    internal const byte Comma = (byte)',';

    /// <summary>
    /// The length of the first record without its LF, or -1 if it is incomplete. A quote opens a quoted field only at the start
    /// of the field; elsewhere it is an ordinary character.
    /// </summary>
    /// <param name="bytes">From the start of a record.</param>
    /// <param name="delimiter">What is between fields.</param>
    internal static int EndOfFirst(ReadOnlySpan<byte> bytes, byte delimiter = Comma)
    {
        int at = 0;
        while (true)
        {
            int found = bytes[at..].IndexOfAny((byte)'\n', (byte)'"');
            if (found < 0)
            {
                return -1;
            }

            at += found;
            if (bytes[at] == '\n')
            {
                return at;
            }

            at = at == 0 || bytes[at - 1] == delimiter ? AfterQuoted(bytes, at) : at + 1;
            if (at < 0)
            {
                return -1;
            }
        }
    }

    /// <summary>Counts complete records, as <see cref="RecordFormat.Count"/> does.</summary>
    internal static int Count(ReadOnlySpan<byte> bytes, bool isEnd, byte delimiter, out int length) =>
        bytes.Contains((byte)'"')
            ? CountQuoted(bytes, isEnd, delimiter, out length)
            : NdjsonFormat.Instance.Count(bytes, isEnd, out length);

    /// <summary>The index after the quote that closes a quoted field, or -1 if it is not closed.</summary>
    /// <param name="bytes">The record, optionally with following bytes.</param>
    /// <param name="open">The index of the opening quote.</param>
    internal static int AfterQuoted(ReadOnlySpan<byte> bytes, int open)
    {
        int at = open + 1;
        while (true)
        {
            int found = bytes[at..].IndexOf((byte)'"');
            if (found < 0)
            {
                return -1;
            }

            at += found + 1;
            if (at == bytes.Length || bytes[at] != '"')
            {
                return at;
            }

            at++;
        }
    }

    private static int CountQuoted(ReadOnlySpan<byte> bytes, bool isEnd, byte delimiter, out int length)
    {
        int count = 0;
        length = 0;
        while (length < bytes.Length)
        {
            ReadOnlySpan<byte> rest = bytes[length..];
            int end = EndOfFirst(rest, delimiter);
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
