using System.Text.Json;
using PathwayOrleans.Aggregation.Events;

namespace PathwayOrleans.Sources.Files.Index;

/// <summary>
/// Recognizes content that is not divided into lines of UTF-8 with one JSON object each, by its first bytes. Without this check
/// every piece of it would become a dead letter.
/// </summary>
internal static class InputShape
{
    /// <summary>How many first bytes are needed.</summary>
    internal const int SampleBytes = 64 * 1024;

    private const string ObjectPerLine = "one object per line is expected";

    private static readonly JsonReaderOptions ReaderOptions = new() { MaxDepth = EventLimits.MaxMessageBytes };

    private static ReadOnlySpan<byte> Blanks => " \t\r\n"u8;

    /// <summary>
    /// Says what the content looks like, what is expected and how to convert it; null if it may be as expected.
    /// </summary>
    /// <param name="start">The first bytes of the content, without a byte order mark of UTF-8.</param>
    /// <param name="isAll">Whether these are all bytes.</param>
    /// <param name="format">The expected format.</param>
    internal static string? ProblemOf(ReadOnlySpan<byte> start, bool isAll, InputFormat format)
    {
        if (IsUtf16(start))
        {
            string expected = format == InputFormat.Csv ? "UTF-8 is expected" : $"{ObjectPerLine}, in UTF-8";
            return $"looks like UTF-16; {expected}. Convert it, for instance with: iconv -f UTF-16 -t UTF-8";
        }

        start = start.TrimStart(Blanks);
        if (format == InputFormat.Csv || start.IsEmpty || start[0] is not ((byte)'[' or (byte)'{')
            || !TryMeasureValue(start, out int length))
        {
            return null;
        }

        ReadOnlySpan<byte> value = start[..length].TrimEnd(Blanks);
        bool hasSeveralLines = value.Contains((byte)'\n');
        if (start[0] == (byte)'{')
        {
            return hasSeveralLines
                ? $"looks like pretty-printed JSON; {ObjectPerLine}. Convert it, for instance with: jq -c ."
                : null;
        }

        bool isOnlyValue = isAll ? !start[length..].ContainsAnyExcept(Blanks) : length == start.Length;
        return hasSeveralLines || (isOnlyValue && value.Contains((byte)'{'))
            ? $"looks like a JSON array; {ObjectPerLine}. Convert it, for instance with: jq -c '.[]'"
            : null;
    }

    // Letters, digits and brackets have a zero byte in UTF-16.
    private static bool IsUtf16(ReadOnlySpan<byte> start) =>
        start is [0xFF, 0xFE, ..] or [0xFE, 0xFF, ..] or [> 0, 0, > 0, 0, ..] or [0, > 0, 0, > 0, ..];

    /// <summary>Finds the end of the first JSON value; the end of the bytes if it is further on.</summary>
    /// <returns>False if it is not JSON.</returns>
    private static bool TryMeasureValue(ReadOnlySpan<byte> start, out int length)
    {
        var reader = new Utf8JsonReader(start, isFinalBlock: false, new JsonReaderState(ReaderOptions));
        try
        {
            do
            {
                if (!reader.Read())
                {
                    length = start.Length;
                    return true;
                }
            }
            while (reader.CurrentDepth > 0 || reader.TokenType is JsonTokenType.StartArray or JsonTokenType.StartObject);

            length = (int)reader.BytesConsumed;
            return true;
        }
        catch (JsonException)
        {
            length = 0;
            return false;
        }
    }
}
