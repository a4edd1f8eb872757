using System.Globalization;
using System.Numerics;

namespace PathwayOrleans.Fuzz;

/// <summary>A decimal number, exactly: digits times a power of ten. Deliberately simple and slow.</summary>
/// <param name="IsNegative">Whether it has a minus sign.</param>
/// <param name="Digits">All digits as one integer.</param>
/// <param name="Exponent">The power of ten by which they are multiplied.</param>
internal readonly record struct ExactNumber(bool IsNegative, BigInteger Digits, int Exponent)
{
    private const int MantissaBits = 53;
    private const int LowestExponent = -1074;
    private const int HighestExponent = 971;

    // A power of ten beyond this gives infinity or a number that rounds to zero, and no calculation takes for ever.
    private const int MaxMagnitude = 1_000;

    internal static ExactNumber Parse(string text)
    {
        string[] parts = text.Trim().ToLowerInvariant().Split('e');
        string digits = parts[0].TrimStart('+', '-');
        int point = digits.IndexOf('.', StringComparison.Ordinal);
        int behind = point < 0 ? 0 : digits.Length - point - 1;
        BigInteger exponent =
            parts.Length > 1 ? BigInteger.Parse(parts[1], NumberStyles.AllowLeadingSign, CultureInfo.InvariantCulture) : 0;

        // Without its last zeros a long number is cheap.
        digits = digits.Replace(".", "", StringComparison.Ordinal);
        string significant = digits.TrimEnd('0');
        exponent += digits.Length - significant.Length - behind;
        return new ExactNumber(
            parts[0].StartsWith('-'),
            BigInteger.Parse("0" + significant, CultureInfo.InvariantCulture),
            (int)BigInteger.Clamp(exponent, -digits.Length - MaxMagnitude, MaxMagnitude));
    }

    /// <summary>The integer; null if it has a fraction.</summary>
    internal BigInteger? ToInteger()
    {
        (BigInteger numerator, BigInteger denominator) = Fraction();
        BigInteger whole = BigInteger.DivRem(numerator, denominator, out BigInteger rest);
        return rest.IsZero ? (IsNegative ? -whole : whole) : null;
    }

    /// <summary>The nearest double; of two that are equally near, the one with an even mantissa (IEEE 754-2019, 4.3.1).</summary>
    internal double ToDouble()
    {
        (BigInteger numerator, BigInteger denominator) = Fraction();
        double magnitude = 0;
        if (!numerator.IsZero)
        {
            // The mantissa has 53 bits with this exponent or the next, fewer only for the smallest numbers.
            int exponent = Math.Max(
                LowestExponent, (int)(numerator.GetBitLength() - denominator.GetBitLength()) - MantissaBits);
            BigInteger mantissa = Round(numerator, denominator, exponent);
            while (mantissa.GetBitLength() > MantissaBits)
            {
                mantissa = Round(numerator, denominator, ++exponent);
            }

            magnitude = exponent > HighestExponent ? double.PositiveInfinity : Math.ScaleB((double)mantissa, exponent);
        }

        return IsNegative ? -magnitude : magnitude;
    }

    // numerator / denominator / 2^exponent, rounded to an integer, half to even.
    private static BigInteger Round(BigInteger numerator, BigInteger denominator, int exponent)
    {
        numerator <<= Math.Max(0, -exponent);
        denominator <<= Math.Max(0, exponent);
        BigInteger whole = BigInteger.DivRem(numerator, denominator, out BigInteger rest);
        int half = (rest * 2).CompareTo(denominator);
        return half > 0 || (half == 0 && !whole.IsEven) ? whole + 1 : whole;
    }

    private (BigInteger Numerator, BigInteger Denominator) Fraction() =>
        (Digits * BigInteger.Pow(10, Math.Max(0, Exponent)), BigInteger.Pow(10, Math.Max(0, -Exponent)));
}
