namespace PathwayOrleans.Sources.Files.Records;

/// <summary>Splits a CSV record into fields; only fields with escaped quotes are copied. Not thread-safe.</summary>
/// <param name="delimiter">What is between fields.</param>
internal sealed class CsvFields(byte delimiter = CsvRecords.Comma)
{
    private byte[] _unquoted = new byte[256];
    private int _used;

    /// <summary>Removes the first field from a record.</summary>
    /// <param name="record">
    /// The record without its line end, from the start of a field; afterwards the rest after the field's delimiter.
    /// </param>
    /// <param name="field">The field's text; valid until <see cref="Reset"/>.</param>
    /// <param name="isLast">Whether no delimiter followed.</param>
    /// <returns>False if a quoted field is not closed, or is followed by other characters.</returns>
    internal bool TryTake(scoped ref ReadOnlySpan<byte> record, out ReadOnlySpan<byte> field, out bool isLast)
    {
        int length = record is [(byte)'"', ..] ? CsvRecords.AfterQuoted(record, 0) : record.IndexOf(delimiter);
        if (record is [(byte)'"', ..])
        {
            isLast = length == record.Length;
            if (length < 0 || (!isLast && record[length] != delimiter))
            {
                field = default;
                return false;
            }

            field = Unquote(record[1..(length - 1)]);
        }
        else
        {
            isLast = length < 0;
            length = isLast ? record.Length : length;
            field = record[..length];
        }

        record = isLast ? [] : record[(length + 1)..];
        return true;
    }

    /// <summary>Discards the fields of the last record.</summary>
    internal void Reset(int recordLength)
    {
        _used = 0;
        if (_unquoted.Length < recordLength)
        {
            _unquoted = new byte[recordLength];
        }
    }

    private ReadOnlySpan<byte> Unquote(ReadOnlySpan<byte> text)
    {
        int quote = text.IndexOf((byte)'"');
        if (quote < 0)
        {
            return text;
        }

        // Two quotes are an escaped one. All fields together are no longer than their record, so the buffer is large enough.
        Span<byte> target = _unquoted.AsSpan(_used);
        int length = 0;
        while (quote >= 0)
        {
            text[..(quote + 1)].CopyTo(target[length..]);
            length += quote + 1;
            text = text[(quote + 2)..];
            quote = text.IndexOf((byte)'"');
        }

        text.CopyTo(target[length..]);
        length += text.Length;
        _used += length;
        return target[..length];
    }
}
