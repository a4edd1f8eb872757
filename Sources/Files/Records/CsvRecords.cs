namespace PathwayOrleans.Sources.Files.Records;

/// <summary>Finds where the records of a CSV file end: at a line end outside of quotes (RFC 4180).</summary>
internal static class CsvRecords
{
    /// <summary>
    /// The length of the first record without its LF, or -1 where it is not whole. A quote opens a quoted field at
    /// the field's beginning only; elsewhere it is a character like any other.
    /// </summary>
    /// <param name="bytes">From the beginning of a record on.</param>
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

    /// <summary>The place after the quote that ends a quoted field, or -1 where it does not end.</summary>
    /// <param name="bytes">The record, perhaps with what follows.</param>
    /// <param name="open">Where the quote is that opens it.</param>
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
