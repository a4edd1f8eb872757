using System.Buffers;
using System.Buffers.Text;
using System.Globalization;
using System.Text;
using System.Text.Json;
using PathwayOrleans.Pipelines.Runtime.Text;
using PathwayOrleans.Pipelines.Runtime.Values;

namespace PathwayOrleans.Pipelines.Runtime.Json;

/// <summary>
/// Converts a value to a column type as Postgres casts its text: of a JSON string its content, of other JSON its JSON text.
/// Nothing but text is allocated. NULL is the caller's.
/// </summary>
public static class JsonScalars
{
    // Longer texts of numbers and times are errors or exceptions; they are read through a rented buffer.
    private const int ShortText = 128;

    private delegate T Parser<T>(ReadOnlySpan<char> text);

    public static bool ToBoolean(ReadOnlySpan<byte> value, JsonKind kind) => kind switch
    {
        JsonKind.True => true,
        JsonKind.False => false,
        _ => Parse(value, kind, BooleanText.Parse),
    };

    public static int ToInteger(ReadOnlySpan<byte> value, JsonKind kind) =>
        kind is JsonKind.Number or JsonKind.Text && Utf8Parser.TryParse(value, out int number, out int read)
        && read == value.Length
            ? number
            : Parse(value, kind, IntegerText.ParseInteger);

    public static long ToBigint(ReadOnlySpan<byte> value, JsonKind kind) =>
        PlainScalars.TryBigint(value, kind, out long number)
            ? number
            : Parse(value, kind, IntegerText.ParseBigint);

    // Zero and infinity may be errors.
    public static double ToDouble(ReadOnlySpan<byte> value, JsonKind kind) =>
        PlainScalars.TryDouble(value, kind, out double plain) ? plain
        : kind == JsonKind.Number && double.TryParse(value, NumberStyles.Float, CultureInfo.InvariantCulture, out double number)
        && number != 0 && double.IsFinite(number)
            ? number
            : Parse(value, kind, FloatText.ParseDouble);

    public static float ToReal(ReadOnlySpan<byte> value, JsonKind kind) => Parse(value, kind, FloatText.ParseReal);

    // So few digits are never rounded. An exponent changes the scale.
    public static decimal ToNumeric(ReadOnlySpan<byte> value, JsonKind kind) =>
        PlainScalars.TryNumeric(value, kind, out decimal plain) ? plain
        : kind == JsonKind.Number && value.Length <= Numeric.MaximumScale && decimal.TryParse(
            value,
            NumberStyles.AllowLeadingSign | NumberStyles.AllowDecimalPoint,
            CultureInfo.InvariantCulture,
            out decimal number)
        && number != 0
            ? number
            : Parse(value, kind, NumericText.Parse);

    public static Guid ToUuid(ReadOnlySpan<byte> value, JsonKind kind) => Parse(value, kind, UuidText.Parse);

    public static Date ToDate(ReadOnlySpan<byte> value, JsonKind kind) => Parse(value, kind, DateText.Parse);

    /// <summary>A time, in one of the formats that the column allows.</summary>
    public static Timestamptz ToTimestamptz(ReadOnlySpan<byte> value, JsonKind kind, TimeFormat format) => format switch
    {
        TimeFormat.EpochSeconds => Parse(value, kind, text => EpochTime.Parse(text, 1_000_000)),
        TimeFormat.EpochMillis => Parse(value, kind, text => EpochTime.Parse(text, 1000)),
        TimeFormat.EpochMicros => Parse(value, kind, text => EpochTime.Parse(text, 1)),
        TimeFormat.Any when PlainScalars.TryTimestamptz(value, kind, out Timestamptz time) => time,
        TimeFormat.Any when kind == JsonKind.Number || (kind == JsonKind.Text && IsNumber(value)) =>
            Parse(value, kind, EpochTime.ParseMilliseconds),
        _ => Parse(value, kind, TimestamptzText.ParseWithOffset),
    };

    /// <summary>The content of a string; of another value its JSON text.</summary>
    /// <exception cref="EvaluationException">A string has the character 0 or half of a surrogate pair.</exception>
    public static string ToText(ReadOnlySpan<byte> value, JsonKind kind)
    {
        if (kind != JsonKind.String)
        {
            return Encoding.UTF8.GetString(value);
        }

        ReadOnlySpan<byte> content = value[1..^1];
        return content.Contains((byte)'\\')
            ? Parse(value, kind, text => text.ToString())
            : Encoding.UTF8.GetString(content);
    }

    // Also a number in a form that milliseconds do not have, so that the error is about its unit.
    private static bool IsNumber(ReadOnlySpan<byte> text)
    {
        text = text.Trim(" \t\n\v\f\r"u8);
        return !text.IsEmpty && text[^1] is >= (byte)'0' and <= (byte)'9'
            && decimal.TryParse(text, NumberStyles.Float, CultureInfo.InvariantCulture, out _);
    }

    private static T Parse<T>(ReadOnlySpan<byte> value, JsonKind kind, Parser<T> parser)
    {
        // No text has more UTF-16 units than UTF-8 bytes.
        char[]? rented = value.Length > ShortText ? ArrayPool<char>.Shared.Rent(value.Length) : null;
        try
        {
            Span<char> text = rented ?? stackalloc char[ShortText];
            return parser(text[..Decode(value, kind, text)]);
        }
        finally
        {
            if (rented is not null)
            {
                ArrayPool<char>.Shared.Return(rented);
            }
        }
    }

    private static int Decode(ReadOnlySpan<byte> value, JsonKind kind, Span<char> text)
    {
        if (kind != JsonKind.String)
        {
            return Encoding.UTF8.GetChars(value, text);
        }

        if (!value.Contains((byte)'\\'))
        {
            return Encoding.UTF8.GetChars(value[1..^1], text);
        }

        try
        {
            var reader = new Utf8JsonReader(value);
            reader.Read();
            int length = reader.CopyString(text);
            return !text[..length].Contains('\0')
                ? length
                : throw Fail.Create(
                    "22P05", "cast to text", "\\u0000 cannot be converted to text", Encoding.UTF8.GetString(value));
        }
        catch (InvalidOperationException)
        {
            throw Fail.Create("22P02", "cast to text", "half of a surrogate pair is not a character",
                Encoding.UTF8.GetString(value));
        }
    }
}
