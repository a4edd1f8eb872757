using System.Globalization;

namespace PathwayOrleans.Aggregation.Events;

/// <summary>Reads decimal numbers from UTF-8 text: <c>12</c>, <c>-1.5e3</c>, <c>+05</c>, with blanks around them.</summary>
internal static class NumberText
{
    // A number can be as long as a message, so an exponent of that size can still move the point to any of its digits. Beyond
    // twice the size no digit is left on one side of the point, whatever the exponent.
    private const int MaxExponent = 2 * EventLimits.MaxMessageBytes;

    /// <summary>Reads the nearest double, as IEEE 754 rounds: of two that are equally near, the even one.</summary>
    /// <returns>False if the text is not a number. Numbers that are too large become infinite.</returns>
    // Utf8Parser and Utf8JsonReader are not exact: they round some ties with trailing zeros up.
    internal static bool TryReadDouble(ReadOnlySpan<byte> text, out double value) =>
        double.TryParse(text, NumberStyles.Float, CultureInfo.InvariantCulture, out value);

    /// <summary>Reads an integer in any notation, such as <c>1.7e12</c> or <c>1700000000000.0</c>.</summary>
    /// <param name="text">The text.</param>
    /// <param name="value">The integer; one that 64 bits cannot hold becomes the nearest that they can.</param>
    /// <returns>False if the text is not a number, or has a fraction, however small.</returns>
    internal static bool TryReadInteger(ReadOnlySpan<byte> text, out long value)
    {
        value = 0;
        if (!TryReadDouble(text, out _))
        {
            return false;
        }

        text = text.Trim(" \t\n\v\f\r"u8);
        bool isNegative = text[0] == (byte)'-';
        text = text.TrimStart("+-"u8);
        if (!char.IsAsciiDigit((char)text[0]) && text[0] != (byte)'.')
        {
            // NaN and infinity are numbers for double.TryParse.
            return false;
        }

        int exponent = TakeExponent(ref text);
        int point = text.IndexOf((byte)'.');
        ReadOnlySpan<byte> whole = point < 0 ? text : text[..point];
        ReadOnlySpan<byte> fraction = point < 0 ? [] : text[(point + 1)..];
        fraction = fraction.TrimEnd((byte)'0');

        // Without a fraction, zeros at the end of the whole part can be moved behind a point by a negative exponent.
        if (fraction.IsEmpty)
        {
            ReadOnlySpan<byte> significant = whole.TrimEnd((byte)'0');
            exponent += whole.Length - significant.Length;
            whole = significant;
        }

        exponent -= fraction.Length;
        bool isZero = !whole.ContainsAnyExcept((byte)'0') && fraction.IsEmpty;
        if (isZero || exponent < 0)
        {
            return isZero;
        }

        value = Saturate(whole, fraction, exponent, isNegative);
        return true;
    }

    // Removes the exponent from the text. An exponent beyond the limit becomes the limit, with the same result.
    private static int TakeExponent(ref ReadOnlySpan<byte> text)
    {
        int at = text.IndexOfAny((byte)'e', (byte)'E');
        if (at < 0)
        {
            return 0;
        }

        ReadOnlySpan<byte> digits = text[(at + 1)..];
        text = text[..at];
        bool isNegative = digits[0] == (byte)'-';
        int exponent = 0;
        foreach (byte digit in digits.TrimStart("+-"u8))
        {
            exponent = Math.Min((exponent * 10) + digit - '0', MaxExponent);
        }

        return isNegative ? -exponent : exponent;
    }

    private static long Saturate(ReadOnlySpan<byte> whole, ReadOnlySpan<byte> fraction, int zeros, bool isNegative)
    {
        Int128 number = 0;
        foreach (byte digit in whole)
        {
            number = Append(number, digit - '0');
        }

        foreach (byte digit in fraction)
        {
            number = Append(number, digit - '0');
        }

        for (int i = 0; i < zeros && number <= long.MaxValue; i++)
        {
            number = Append(number, 0);
        }

        return isNegative ? (long)Int128.Max(-number, long.MinValue) : (long)Int128.Min(number, long.MaxValue);
    }

    // 2^64 is the largest value that is needed, because everything above is outside of 64 bits.
    private static Int128 Append(Int128 number, int digit) => Int128.Min((number * 10) + digit, (Int128)ulong.MaxValue + 1);
}
