using System.Numerics;

namespace PathwayOrleans.Pipelines.Runtime.Values;

/// <summary>
/// The coefficient and scale of a <c>numeric</c>, which is a <see cref="decimal"/> of at most 28 digits and 28 decimal places.
/// The scale of the decimal is Postgres's display scale. Intermediate results are exact.
/// </summary>
/// <param name="Coefficient">All digits, without the point.</param>
/// <param name="Scale">The number of digits after the point.</param>
internal readonly record struct Numeric(BigInteger Coefficient, int Scale)
{
    internal const int MaximumScale = 28;

    internal static readonly UInt128 Limit = (UInt128)10_000_000_000_000_000_000 * 1_000_000_000;
    private static readonly BigInteger CoefficientLimit = BigInteger.Pow(10, 28);

    internal static Numeric Of(decimal value)
    {
        BigInteger coefficient = CoefficientOf(value);
        return new Numeric(value < 0 ? -coefficient : coefficient, value.Scale);
    }

    /// <summary>Whether a decimal has at most 28 digits. Its 96 bits hold a part of the numbers with 29.</summary>
    internal static bool HasFewDigits(decimal value) => CoefficientOf(value) < Limit;

    /// <summary>The absolute coefficient of a decimal.</summary>
    internal static UInt128 CoefficientOf(decimal value)
    {
        Span<int> bits = stackalloc int[4];
        decimal.GetBits(value, bits);
        return new UInt128((uint)bits[2], ((ulong)(uint)bits[1] << 32) | (uint)bits[0]);
    }

    internal static decimal Create(UInt128 coefficient, bool isNegative, int scale) => new(
        (int)(uint)coefficient,
        (int)(uint)(coefficient >> 32),
        (int)(uint)(coefficient >> 64),
        isNegative && coefficient != 0,
        (byte)scale);

    /// <summary>The decimal; an error if it would need more than 28 digits or decimal places.</summary>
    internal decimal ToDecimal(string function, params object[] values) =>
        Scale <= MaximumScale && BigInteger.Abs(Coefficient) < CoefficientLimit
            ? Create((UInt128)BigInteger.Abs(Coefficient), Coefficient.Sign < 0, Scale)
            : throw Fail.Precision(function, values);

    /// <summary>Divides; halves are rounded away from zero.</summary>
    internal static BigInteger DivideRounded(BigInteger dividend, BigInteger divisor)
    {
        BigInteger quotient = BigInteger.DivRem(dividend, divisor, out BigInteger remainder);
        return BigInteger.Abs(remainder) * 2 >= BigInteger.Abs(divisor)
            ? quotient + (dividend.Sign * divisor.Sign)
            : quotient;
    }

    /// <summary>The same value with another scale; halves are rounded away from zero.</summary>
    internal Numeric Rounded(int scale) => scale >= Scale
        ? new Numeric(Coefficient * BigInteger.Pow(10, scale - Scale), scale)
        : new Numeric(DivideRounded(Coefficient, BigInteger.Pow(10, Scale - scale)), scale);

    /// <summary>
    /// The exponent of the first digit of base 10000, and that digit, as Postgres stores the value. Its rules for the scale of
    /// a result are made of these. Zero has the exponent 0 and the digit 0.
    /// </summary>
    internal (int Weight, int FirstDigit) FirstGroup()
    {
        if (Coefficient.IsZero)
        {
            return (0, 0);
        }

        BigInteger absolute = BigInteger.Abs(Coefficient);
        int exponent = DigitCount(absolute) - 1 - Scale;
        int weight = exponent >= 0 ? exponent / 4 : -((-exponent + 3) / 4);
        int shift = (weight * 4) + Scale;
        BigInteger digit = shift >= 0
            ? absolute / BigInteger.Pow(10, shift)
            : absolute * BigInteger.Pow(10, -shift);
        return (weight, (int)digit);
    }

    internal static int DigitCount(BigInteger value)
    {
        BigInteger absolute = BigInteger.Abs(value);
        int count = (int)Math.Max(1, (absolute.GetBitLength() * 0.30102999566398) - 1);
        for (BigInteger power = BigInteger.Pow(10, count); power <= absolute; power *= 10)
        {
            count++;
        }

        return count;
    }
}
