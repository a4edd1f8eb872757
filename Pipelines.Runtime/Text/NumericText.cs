using System.Globalization;
using PathwayOrleans.Pipelines.Runtime.Values;

namespace PathwayOrleans.Pipelines.Runtime.Text;

/// <summary>
/// Reads and writes <c>numeric</c>. The scale is the number of digits after the point less the exponent, as in Postgres.
/// </summary>
internal static class NumericText
{
    private const string Type = "numeric";

    internal static string Format(decimal value) => value.ToString(CultureInfo.InvariantCulture);

    /// <exception cref="EvaluationException">
    /// The text is no number, has more than 28 digits or decimal places, or is NaN or infinity.
    /// </exception>
    internal static decimal Parse(ReadOnlySpan<char> text)
    {
        ReadOnlySpan<char> rest = TextScanner.Trim(text);
        bool isNegative = TextScanner.TakeSign(ref rest);
        ReadOnlySpan<char> integer = TextScanner.TakeDigits(ref rest);
        ReadOnlySpan<char> fraction = TextScanner.Take(ref rest, '.') ? TextScanner.TakeDigits(ref rest) : default;
        if (integer.IsEmpty && fraction.IsEmpty)
        {
            throw IsNotFinite(rest) ? Fail.NotFinite("cast to numeric", text.ToString()) : Fail.Syntax(Type, text);
        }

        int exponent = TakeExponent(ref rest, text);
        if (!rest.IsEmpty)
        {
            throw Fail.Syntax(Type, text);
        }

        UInt128 coefficient = 0;
        Append(ref coefficient, integer, text);
        Append(ref coefficient, fraction, text);
        int scale = fraction.Length - exponent;
        if (scale < 0)
        {
            for (int i = scale; i < 0 && coefficient != 0; i++)
            {
                Append(ref coefficient, "0", text);
            }

            scale = 0;
        }

        return scale <= Numeric.MaximumScale
            ? Numeric.Create(coefficient, isNegative, scale)
            : throw Fail.Precision("cast to numeric", text.ToString());
    }

    private static int TakeExponent(ref ReadOnlySpan<char> rest, ReadOnlySpan<char> text)
    {
        if (rest.IsEmpty || rest[0] is not ('e' or 'E'))
        {
            return 0;
        }

        // Postgres reads an exponent with strtol, which skips white space.
        rest = rest[1..].TrimStart(TextScanner.WhiteSpace);
        bool isNegative = TextScanner.TakeSign(ref rest);
        ReadOnlySpan<char> digits = TextScanner.TakeDigits(ref rest);
        if (digits.IsEmpty)
        {
            throw Fail.Syntax(Type, text);
        }

        // Postgres's limit of an exponent.
        return TextScanner.TryNumber(digits, out int value) && value < int.MaxValue / 2
            ? isNegative ? -value : value
            : throw Fail.TextOutOfRange(Type, text);
    }

    private static void Append(ref UInt128 coefficient, ReadOnlySpan<char> digits, ReadOnlySpan<char> text)
    {
        foreach (char digit in digits)
        {
            coefficient = (coefficient * 10) + (uint)(digit - '0');
            if (coefficient >= Numeric.Limit)
            {
                throw Fail.Precision("cast to numeric", text.ToString());
            }
        }
    }

    private static bool IsNotFinite(ReadOnlySpan<char> text) =>
        text.Equals("nan", StringComparison.OrdinalIgnoreCase)
        || text.Equals("inf", StringComparison.OrdinalIgnoreCase)
        || text.Equals("infinity", StringComparison.OrdinalIgnoreCase);
}
