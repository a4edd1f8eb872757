using System.Buffers;
using System.Diagnostics.CodeAnalysis;
using System.Text.Unicode;
using PathwayOrleans.Pipelines.Runtime.Json;

namespace PathwayOrleans.Pipelines.Runtime.Csv;

/// <summary>
/// Finds the values of fields of a record of CSV, in one pass over its bytes and without an allocation. Not thread-safe.
/// </summary>
/// <param name="delimiter">What is between fields: one ASCII character.</param>
/// <param name="nullText">The bytes of a field without quotes that mean NULL.</param>
internal sealed class CsvExtractor(byte delimiter, byte[] nullText)
{
    private readonly SearchValues<byte> _special = CsvScanner.Special(delimiter);

    // Copies of records of which a value has doubled quotes.
    private byte[] _copy = [];

    /// <summary>Finds the values.</summary>
    /// <param name="record">The record; a leading byte order mark, and a line end after it, are skipped.</param>
    /// <param name="targets">For each field of the record the number of its range, or -1 if it is not needed.</param>
    /// <param name="ranges">Receives the place of each value in <paramref name="text"/>.</param>
    /// <param name="text">The record, or a copy without doubled quotes that is valid until the next call.</param>
    /// <param name="problem">What is wrong with the record.</param>
    internal bool TryExtract(
        ReadOnlySpan<byte> record,
        ReadOnlySpan<int> targets,
        Span<JsonRange> ranges,
        out ReadOnlySpan<byte> text,
        [NotNullWhen(false)] out string? problem)
    {
        ranges.Clear();
        text = record.StartsWith(JsonExtractor.ByteOrderMark) ? record[JsonExtractor.ByteOrderMark.Length..] : record;
        if (!Utf8.IsValid(text) || text.Contains((byte)0))
        {
            problem = "the bytes are not text in UTF-8 without the character 0";
            return false;
        }

        var scanner = new CsvScanner(text, delimiter, _special);
        bool isCopy = false;
        while (scanner.TryRead(out CsvField field))
        {
            int target = scanner.Count <= targets.Length ? targets[scanner.Count - 1] : -1;
            if (target < 0)
            {
                continue;
            }

            int length = field.Length;
            if (field.HasDoubledQuotes)
            {
                text = isCopy ? text : Copy(text);
                isCopy = true;
                Span<byte> content = _copy.AsSpan(field.Start, length);
                length = CsvField.Unquote(content, content);
            }

            bool isNull = !field.IsQuoted && text.Slice(field.Start, length).SequenceEqual(nullText);
            ranges[target] = new JsonRange(field.Start, length, isNull ? JsonKind.Null : JsonKind.Text);
        }

        problem = scanner.Problem is { } wrong ? $"the record {wrong}"
            : scanner.Count != targets.Length ? $"the record has {scanner.Count} fields, but {targets.Length} are expected"
            : null;
        return problem is null;
    }

    private ReadOnlySpan<byte> Copy(ReadOnlySpan<byte> text)
    {
        if (_copy.Length < text.Length)
        {
            _copy = new byte[Math.Max(text.Length, 2 * _copy.Length)];
        }

        text.CopyTo(_copy);
        return _copy.AsSpan(0, text.Length);
    }
}
