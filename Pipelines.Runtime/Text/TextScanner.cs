using System.Globalization;

namespace PathwayOrleans.Pipelines.Runtime.Text;

/// <summary>What the readers of values have in common.</summary>
internal static class TextScanner
{
    /// <summary>What C's <c>isspace</c> accepts.</summary>
    internal const string WhiteSpace = " \t\n\v\f\r";

    /// <summary>Removes white space from both ends.</summary>
    internal static ReadOnlySpan<char> Trim(ReadOnlySpan<char> text) => text.Trim(WhiteSpace);

    /// <summary>Takes a sign from the start.</summary>
    internal static bool TakeSign(ref ReadOnlySpan<char> text)
    {
        if (text.IsEmpty || text[0] is not ('-' or '+'))
        {
            return false;
        }

        bool isNegative = text[0] == '-';
        text = text[1..];
        return isNegative;
    }

    /// <summary>Takes the digits at the start.</summary>
    internal static ReadOnlySpan<char> TakeDigits(ref ReadOnlySpan<char> text)
    {
        int length = 0;
        while (length < text.Length && char.IsAsciiDigit(text[length]))
        {
            length++;
        }

        ReadOnlySpan<char> digits = text[..length];
        text = text[length..];
        return digits;
    }

    internal static bool Take(ref ReadOnlySpan<char> text, char expected)
    {
        if (text.IsEmpty || text[0] != expected)
        {
            return false;
        }

        text = text[1..];
        return true;
    }

    /// <summary>A few digits as a number.</summary>
    internal static bool TryNumber(ReadOnlySpan<char> digits, out int value)
    {
        value = 0;
        foreach (char digit in digits)
        {
            long next = (value * 10L) + (digit - '0');
            if (next > int.MaxValue)
            {
                return false;
            }

            value = (int)next;
        }

        return !digits.IsEmpty;
    }

    /// <summary>
    /// The digits after a point as a fraction, read as C's <c>strtod</c> reads them: so does Postgres with seconds.
    /// </summary>
    internal static double Fraction(ReadOnlySpan<char> digits)
    {
        const int Enough = 40;
        Span<char> text = stackalloc char[Enough + 2];
        "0.".CopyTo(text);
        ReadOnlySpan<char> used = digits.Length > Enough ? digits[..Enough] : digits;
        used.CopyTo(text[2..]);
        return used.IsEmpty ? 0 : double.Parse(text[..(used.Length + 2)], CultureInfo.InvariantCulture);
    }
}
