using System.Buffers;

namespace PathwayOrleans.Pipelines.Runtime.Csv;

/// <summary>
/// Divides one record of CSV (RFC 4180) into fields, in one pass. A quote inside of a field without quotes, and a line end
/// outside of quotes, are errors: programs do not agree on what they mean.
/// </summary>
internal ref struct CsvScanner
{
    private readonly ReadOnlySpan<byte> _record;
    private readonly byte _delimiter;
    private readonly SearchValues<byte> _special;
    private int _at;

    /// <param name="record">The record; one line end after it is not part of it.</param>
    /// <param name="delimiter">What is between fields.</param>
    /// <param name="special"><see cref="Special"/> of the delimiter.</param>
    internal CsvScanner(ReadOnlySpan<byte> record, byte delimiter, SearchValues<byte> special)
    {
        _record = WithoutLineEnd(record);
        _delimiter = delimiter;
        _special = special;
    }

    /// <summary>The number of fields that were read.</summary>
    internal int Count { get; private set; }

    /// <summary>Why the record is not CSV; null if it is, so far.</summary>
    internal string? Problem { get; private set; }

    /// <summary>The bytes that end a field without quotes, or are not allowed in one.</summary>
    internal static SearchValues<byte> Special(byte delimiter) =>
        SearchValues.Create([delimiter, (byte)'"', (byte)'\r', (byte)'\n']);

    /// <summary>Reads the next field; false after the last one and at a problem.</summary>
    internal bool TryRead(out CsvField field)
    {
        field = default;
        if (_at > _record.Length || Problem is not null)
        {
            return false;
        }

        ReadOnlySpan<byte> rest = _record[_at..];
        return rest is [(byte)'"', ..] ? TryReadQuoted(rest, out field) : TryReadPlain(rest, out field);
    }

    private static ReadOnlySpan<byte> WithoutLineEnd(ReadOnlySpan<byte> record) => record switch
    {
        [.. var start, (byte)'\r', (byte)'\n'] => start,
        [.. var start, (byte)'\n' or (byte)'\r'] => start,
        _ => record,
    };

    private bool TryReadPlain(ReadOnlySpan<byte> rest, out CsvField field)
    {
        int end = rest.IndexOfAny(_special);
        if (end >= 0 && rest[end] != _delimiter)
        {
            field = default;
            return Fail(rest[end] == '"'
                ? "has a quote inside of a field that does not start with one"
                : "has a line end outside of quotes");
        }

        int length = end < 0 ? rest.Length : end;
        field = new CsvField(_at, length, IsQuoted: false, HasDoubledQuotes: false);
        return Advance(length);
    }

    private bool TryReadQuoted(ReadOnlySpan<byte> rest, out CsvField field)
    {
        field = default;
        bool hasDoubled = false;
        int at = 1;
        while (true)
        {
            int quote = rest[at..].IndexOf((byte)'"');
            if (quote < 0)
            {
                return Fail("has a quoted field that is not closed");
            }

            at += quote + 1;
            if (at == rest.Length || rest[at] != '"')
            {
                break;
            }

            hasDoubled = true;
            at++;
        }

        if (at < rest.Length && rest[at] != _delimiter)
        {
            return Fail("has characters between the end of a quoted field and the delimiter");
        }

        field = new CsvField(_at + 1, at - 2, IsQuoted: true, hasDoubled);
        return Advance(at);
    }

    // Behind the delimiter; behind the record there is no other field.
    private bool Advance(int length)
    {
        _at += length + 1;
        Count++;
        return true;
    }

    private bool Fail(string problem)
    {
        Problem = problem;
        return false;
    }
}
