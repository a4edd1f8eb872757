using System.Globalization;
using System.Numerics;

namespace PathwayOrleans.Pipelines.Runtime.Text;

/// <summary>
/// Reads and writes <c>double precision</c> and <c>real</c>. The output has the fewest digits that read back as the same value
/// (Postgres's <c>extra_float_digits</c> is 1), with an exponent below 0.0001 and from 1e15 (1e6 for <c>real</c>).
/// </summary>
internal static class FloatText
{
    /// <summary>No text is longer, in characters.</summary>
    internal const int LongestText = 40;

    // Below these, a number halfway to a neighbour has more digits than .NET writes: it needs as many after the point as it has
    // bits there.
    private const double FirstShortHalf = 1L << 52;
    private const float FirstShortHalfOfReal = 1 << 22;

    internal static string Format(double value)
    {
        Span<char> text = stackalloc char[LongestText];
        return text[..Format(value, text)].ToString();
    }

    internal static string Format(float value)
    {
        Span<char> text = stackalloc char[LongestText];
        return text[..Format(value, text)].ToString();
    }

    /// <summary>Writes a number, and returns the number of characters.</summary>
    internal static int Format(double value, Span<char> destination)
    {
        Span<char> buffer = stackalloc char[LongestText];
        value.TryFormat(buffer, out int written, "R", CultureInfo.InvariantCulture);
        if (Math.Abs(value) >= FirstShortHalf && double.IsFinite(value) && BitConverter.DoubleToInt64Bits(value) % 2 == 0
            && IsBetween(buffer[..written], Halves(value)))
        {
            // At least one more digit is needed.
            for (int precision = 14; ; precision++)
            {
                string text = value.ToString($"E{precision}", CultureInfo.InvariantCulture);
                if (double.Parse(text, CultureInfo.InvariantCulture) == value && !IsBetween(text, Halves(value)))
                {
                    return Layout(text, 15, destination);
                }
            }
        }

        return Layout(buffer[..written], 15, destination);
    }

    /// <summary>Writes a number, and returns the number of characters.</summary>
    internal static int Format(float value, Span<char> destination)
    {
        Span<char> buffer = stackalloc char[LongestText];
        value.TryFormat(buffer, out int written, "R", CultureInfo.InvariantCulture);
        if (Math.Abs(value) >= FirstShortHalfOfReal && float.IsFinite(value) && BitConverter.SingleToInt32Bits(value) % 2 == 0
            && IsBetween(buffer[..written], Halves(value)))
        {
            for (int precision = 5; ; precision++)
            {
                string text = value.ToString($"E{precision}", CultureInfo.InvariantCulture);
                if (float.Parse(text, CultureInfo.InvariantCulture) == value && !IsBetween(text, Halves(value)))
                {
                    return Layout(text, 6, destination);
                }
            }
        }

        return Layout(buffer[..written], 6, destination);
    }

    internal static double ParseDouble(ReadOnlySpan<char> text)
    {
        const string Type = "double precision";
        ReadOnlySpan<char> trimmed = TextScanner.Trim(text);
        if (TryNotFinite(trimmed, out double special))
        {
            return special;
        }

        bool isZero = Check(trimmed, text, Type);
        double value = double.Parse(trimmed, NumberStyles.Float, CultureInfo.InvariantCulture);
        return double.IsFinite(value) && (value != 0 || isZero) ? value : throw Fail.TextOutOfRange(Type, text);
    }

    internal static float ParseReal(ReadOnlySpan<char> text)
    {
        const string Type = "real";
        ReadOnlySpan<char> trimmed = TextScanner.Trim(text);
        if (TryNotFinite(trimmed, out double special))
        {
            return (float)special;
        }

        bool isZero = Check(trimmed, text, Type);
        float value = float.Parse(trimmed, NumberStyles.Float, CultureInfo.InvariantCulture);
        return float.IsFinite(value) && (value != 0 || isZero) ? value : throw Fail.TextOutOfRange(Type, text);
    }

    /// <summary>Checks the form of a number, and returns whether it is zero.</summary>
    private static bool Check(ReadOnlySpan<char> trimmed, ReadOnlySpan<char> text, string type)
    {
        ReadOnlySpan<char> rest = trimmed;
        TextScanner.TakeSign(ref rest);
        ReadOnlySpan<char> integer = TextScanner.TakeDigits(ref rest);
        ReadOnlySpan<char> fraction = TextScanner.Take(ref rest, '.') ? TextScanner.TakeDigits(ref rest) : default;
        bool isNumber = !integer.IsEmpty || !fraction.IsEmpty;
        if (!rest.IsEmpty && rest[0] is ('e' or 'E'))
        {
            rest = rest[1..];
            TextScanner.TakeSign(ref rest);
            isNumber &= !TextScanner.TakeDigits(ref rest).IsEmpty;
        }

        return isNumber && rest.IsEmpty
            ? integer.TrimStart('0').IsEmpty && fraction.TrimStart('0').IsEmpty
            : throw Fail.Syntax(type, text);
    }

    private static bool TryNotFinite(ReadOnlySpan<char> text, out double value)
    {
        ReadOnlySpan<char> name = text;
        bool isNegative = TextScanner.TakeSign(ref name);
        if (name.Equals("nan", StringComparison.OrdinalIgnoreCase))
        {
            value = double.NaN;
            return true;
        }

        value = isNegative ? double.NegativeInfinity : double.PositiveInfinity;
        return name.Equals("infinity", StringComparison.OrdinalIgnoreCase)
            || name.Equals("inf", StringComparison.OrdinalIgnoreCase);
    }

    private static (BigInteger Low, BigInteger High, int Exponent) Halves(double value)
    {
        long bits = BitConverter.DoubleToInt64Bits(value);
        int exponent = (int)((bits >> 52) & 0x7FF);
        long mantissa = bits & ((1L << 52) - 1);
        return Halves(mantissa, exponent, 1L << 52, 1075);
    }

    private static (BigInteger Low, BigInteger High, int Exponent) Halves(float value)
    {
        int bits = BitConverter.SingleToInt32Bits(value);
        return Halves(bits & ((1 << 23) - 1), (bits >> 23) & 0xFF, 1 << 23, 150);
    }

    // The points halfway to both neighbours, in units of 2^Exponent.
    private static (BigInteger Low, BigInteger High, int Exponent) Halves(long mantissa, int exponent, long hidden, int bias)
    {
        long whole = exponent == 0 ? mantissa : mantissa | hidden;
        int power = Math.Max(exponent, 1) - bias - 2;
        bool isPowerOfTwo = mantissa == 0 && exponent > 1;
        return (((BigInteger)whole * 4) - (isPowerOfTwo ? 1 : 2), ((BigInteger)whole * 4) + 2, power);
    }

    /// <summary>
    /// Whether a decimal text is exactly halfway to a neighbour. .NET takes it if it reads back (halves go to the even
    /// neighbour), and Postgres does not: <c>1e23::float8</c> is <c>9.999999999999999e+22</c>.
    /// </summary>
    private static bool IsBetween(ReadOnlySpan<char> text, (BigInteger Low, BigInteger High, int Exponent) halves)
    {
        Span<char> buffer = stackalloc char[LongestText];
        Digits(text, buffer, out int count, out int exponent);
        int shift = exponent - count + 1;

        // A number with a power of five above 5^24 needs more bits than a value and its halves have.
        if (Math.Abs(shift) > 24 || count == 0)
        {
            return false;
        }

        BigInteger digits = BigInteger.Parse(buffer[..count], NumberStyles.None, CultureInfo.InvariantCulture);
        BigInteger scale = BigInteger.Pow(10, Math.Abs(shift));
        BigInteger left = (shift >= 0 ? digits * scale : digits) << Math.Max(-halves.Exponent, 0);
        BigInteger right = (shift >= 0 ? 1 : scale) * (BigInteger.One << Math.Max(halves.Exponent, 0));
        return left == halves.Low * right || left == halves.High * right;
    }

    /// <summary>The significant digits of a number as .NET writes it, and the decimal exponent of the first.</summary>
    private static void Digits(ReadOnlySpan<char> text, Span<char> digits, out int count, out int exponent)
    {
        int mark = text.IndexOf('E');
        exponent = mark < 0 ? 0 : int.Parse(text[(mark + 1)..], NumberStyles.AllowLeadingSign, CultureInfo.InvariantCulture);
        ReadOnlySpan<char> mantissa = mark < 0 ? text : text[..mark];
        int point = mantissa.TrimStart('-').IndexOf('.');
        exponent += (point < 0 ? mantissa.TrimStart('-').Length : point) - 1;
        count = 0;
        foreach (char character in mantissa)
        {
            if (char.IsAsciiDigit(character))
            {
                if (count == 0 && character == '0')
                {
                    exponent--;
                }
                else
                {
                    digits[count++] = character;
                }
            }
        }

        while (count > 0 && digits[count - 1] == '0')
        {
            count--;
        }
    }

    private static int Layout(ReadOnlySpan<char> text, int longest, Span<char> destination)
    {
        if (!char.IsAsciiDigit(text[^1]))
        {
            // NaN and the infinities.
            text.CopyTo(destination);
            return text.Length;
        }

        Span<char> buffer = stackalloc char[LongestText];
        Digits(text, buffer, out int count, out int exponent);
        ReadOnlySpan<char> digits = buffer[..count];
        var writer = new SpanWriter(destination);
        if (text[0] == '-')
        {
            writer.Add('-');
        }

        if (count == 0)
        {
            writer.Add('0');
        }
        else if (exponent < -4 || exponent >= longest)
        {
            writer.Add(digits[0]);
            if (count > 1)
            {
                writer.Add('.');
                writer.Add(digits[1..]);
            }

            writer.Add('e');
            writer.Add(exponent < 0 ? '-' : '+');
            writer.Add(Math.Abs(exponent));
        }
        else if (exponent < 0)
        {
            writer.Add("0.");
            writer.Fill('0', -exponent - 1);
            writer.Add(digits);
        }
        else if (count <= exponent + 1)
        {
            writer.Add(digits);
            writer.Fill('0', exponent + 1 - count);
        }
        else
        {
            writer.Add(digits[..(exponent + 1)]);
            writer.Add('.');
            writer.Add(digits[(exponent + 1)..]);
        }

        return writer.Length;
    }

    private ref struct SpanWriter(Span<char> destination)
    {
        private readonly Span<char> _destination = destination;

        internal int Length { get; private set; }

        internal void Add(char character) => _destination[Length++] = character;

        internal void Add(scoped ReadOnlySpan<char> text)
        {
            text.CopyTo(_destination[Length..]);
            Length += text.Length;
        }

        internal void Add(int exponent)
        {
            exponent.TryFormat(_destination[Length..], out int written, "00", CultureInfo.InvariantCulture);
            Length += written;
        }

        internal void Fill(char character, int count)
        {
            _destination.Slice(Length, count).Fill(character);
            Length += count;
        }
    }
}
