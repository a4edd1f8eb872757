using PathwayOrleans.Pipelines.Runtime.Times;
using PathwayOrleans.Pipelines.Runtime.Values;

namespace PathwayOrleans.Pipelines.Runtime.Json;

/// <summary>
/// Converts values in the usual form from their bytes: numbers of few digits without an exponent, and times such as
/// <c>2024-02-29T12:34:56.789Z</c>. The results are those of <see cref="JsonScalars"/>, which converts every form.
/// </summary>
internal static class PlainScalars
{
    // All numbers of so many digits fit into 64 bits.
    private const int MostDigits = 18;

    // Integers up to here are doubles, and so are the powers of ten: a quotient of both is rounded once, and is the nearest
    // double (Clinger, "How to Read Floating Point Numbers Accurately", PLDI 1990).
    private const ulong HighestExact = 1UL << 53;

    private const int IsoLength = 20;

    private static ReadOnlySpan<double> Powers =>
    [
        1e0, 1e1, 1e2, 1e3, 1e4, 1e5, 1e6, 1e7, 1e8, 1e9, 1e10, 1e11, 1e12, 1e13, 1e14, 1e15, 1e16, 1e17, 1e18,
    ];

    internal static bool TryBigint(ReadOnlySpan<byte> value, JsonKind kind, out long number)
    {
        bool isPlain = TryDecimal(value, kind, out ulong digits, out int scale, out bool isNegative) && scale < 0;
        number = isNegative ? -(long)digits : (long)digits;
        return isPlain;
    }

    internal static bool TryDouble(ReadOnlySpan<byte> value, JsonKind kind, out double number)
    {
        if (!TryDecimal(value, kind, out ulong digits, out int scale, out bool isNegative) || digits > HighestExact)
        {
            number = 0;
            return false;
        }

        number = scale > 0 ? digits / Powers[scale] : digits;
        number = isNegative ? -number : number;
        return true;
    }

    internal static bool TryNumeric(ReadOnlySpan<byte> value, JsonKind kind, out decimal number)
    {
        if (!TryDecimal(value, kind, out ulong digits, out int scale, out bool isNegative))
        {
            number = 0;
            return false;
        }

        number = new decimal((int)digits, (int)(digits >> 32), 0, isNegative && digits != 0, (byte)Math.Max(scale, 0));
        return true;
    }

    /// <summary>ISO 8601 text, or milliseconds in the years 2001 to 2262 (<see cref="TimeFormat.Any"/>).</summary>
    internal static bool TryTimestamptz(ReadOnlySpan<byte> value, JsonKind kind, out Timestamptz time)
    {
        if (kind == JsonKind.String)
        {
            return TryIso8601(value[1..^1], out time);
        }

        if (kind == JsonKind.Text && TryIso8601(value, out time))
        {
            return true;
        }

        bool isPlain = TryBigint(value, kind, out long milliseconds)
            && milliseconds is >= EpochTime.EarliestMilliseconds and < EpochTime.EndMilliseconds;
        time = new Timestamptz(isPlain ? (milliseconds * 1000) - Timestamptz.UnixEpochOffset : 0);
        return isPlain;
    }

    // 2024-02-29T12:34:56Z with up to six digits after the point.
    private static bool TryIso8601(ReadOnlySpan<byte> text, out Timestamptz time)
    {
        time = default;
        if (text.Length < IsoLength || text[4] != '-' || text[7] != '-' || text[10] != 'T' || text[13] != ':' || text[16] != ':'
            || text[^1] != 'Z')
        {
            return false;
        }

        int year = (Two(text, 0) * 100) + Two(text, 2);
        (int month, int day, int hour, int minute, int second) =
            (Two(text, 5), Two(text, 8), Two(text, 11), Two(text, 14), Two(text, 17));
        bool areDigits = (year | month | day | hour | minute | second) >= 0;
        if (!areDigits || year < 1 || month is < 1 or > 12 || day < 1 || day > Calendar.DaysInMonth(year, month)
            || hour > 23 || minute > 59 || second > 59 || !TryFraction(text[19..^1], out int microseconds))
        {
            return false;
        }

        long seconds = (((hour * 60L) + minute) * 60) + second;
        time = new Timestamptz((Calendar.ToDays(year, month, day) * Timestamptz.MicrosecondsPerDay)
            + (seconds * Timestamptz.MicrosecondsPerSecond) + microseconds);
        return true;
    }

    private static bool TryFraction(ReadOnlySpan<byte> text, out int microseconds)
    {
        microseconds = 0;
        if (text.IsEmpty)
        {
            return true;
        }

        if (text.Length is < 2 or > 7 || text[0] != '.')
        {
            return false;
        }

        for (int i = 1; i <= 6; i++)
        {
            int digit = i < text.Length ? text[i] - '0' : 0;
            if ((uint)digit > 9)
            {
                return false;
            }

            microseconds = (microseconds * 10) + digit;
        }

        return true;
    }

    // Negative, also in a sum with the number of two digits times 100, where there are no digits.
    private static int Two(ReadOnlySpan<byte> text, int at)
    {
        uint tens = (uint)(text[at] - '0');
        uint ones = (uint)(text[at + 1] - '0');
        return tens > 9 || ones > 9 ? int.MinValue / 1000 : (int)((tens * 10) + ones);
    }

    // The scale is -1 without a point.
    private static bool TryDecimal(ReadOnlySpan<byte> value, JsonKind kind, out ulong digits, out int scale, out bool isNegative)
    {
        digits = 0;
        scale = -1;
        isNegative = false;
        if (kind is not (JsonKind.Number or JsonKind.Text) || value.Length > MostDigits + 1)
        {
            return false;
        }

        int at = 0;
        if (value.Length > 0 && value[0] == '-')
        {
            isNegative = true;
            at = 1;
        }

        int start = at;
        for (; at < value.Length; at++)
        {
            uint digit = (uint)(value[at] - '0');
            if (digit <= 9)
            {
                digits = (digits * 10) + digit;
            }
            else if (value[at] == '.' && scale < 0)
            {
                scale = value.Length - at - 1;
            }
            else
            {
                return false;
            }
        }

        // Of other texts than JSON's numbers the general conversion decides.
        return value.Length - start <= MostDigits && at > start && scale != 0;
    }
}
