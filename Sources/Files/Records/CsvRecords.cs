namespace PathwayOrleans.Sources.Files.Records;

/// <summary>Finds the ends of the records of a CSV file: line ends outside of quotes (RFC 4180).</summary>
internal static class CsvRecords
{
    /// <summary>
    /// The length of the first record without its LF, or -1 if it is incomplete. A quote opens a quoted field only at the start
    /// of the field; elsewhere it is an ordinary character.
    /// </summary>
    /// <param name="bytes">From the start of a record.</param>
    internal static int EndOfFirst(ReadOnlySpan<byte> bytes)
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

            at = at == 0 || bytes[at - 1] == ',' ? AfterQuoted(bytes, at) : at + 1;
            if (at < 0)
            {
                return -1;
            }
        }
    }

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
}
