using System.Numerics;
using PathwayOrleans.Pipelines.Runtime.Values;

namespace PathwayOrleans.Pipelines.Runtime.Functions;

/// <content>
/// <c>numeric</c>: results have Postgres's value and scale. Where that needs more than 28 digits or decimal places, the call is
/// an error; nothing is rounded that Postgres does not round.
/// </content>
public static partial class Arithmetic
{
    // Postgres's NUMERIC_MIN_SIG_DIGITS: what a quotient, root or logarithm has at least.
    private const int SignificantDigits = 16;

    public static decimal Add(decimal left, decimal right)
    {
        decimal result;
        try
        {
            result = left + right;
        }
        catch (OverflowException)
        {
            throw Fail.Precision("+", left, right);
        }

        // A decimal with less than the scale of both was rounded.
        return result.Scale == Math.Max(left.Scale, right.Scale) && Numeric.HasFewDigits(result)
            ? WithoutNegativeZero(result)
            : throw Fail.Precision("+", left, right);
    }

    public static decimal Subtract(decimal left, decimal right)
    {
        decimal result;
        try
        {
            result = left - right;
        }
        catch (OverflowException)
        {
            throw Fail.Precision("-", left, right);
        }

        return result.Scale == Math.Max(left.Scale, right.Scale) && Numeric.HasFewDigits(result)
            ? WithoutNegativeZero(result)
            : throw Fail.Precision("-", left, right);
    }

    public static decimal Multiply(decimal left, decimal right)
    {
        int scale = left.Scale + right.Scale;
        UInt128 a = Numeric.CoefficientOf(left);
        UInt128 b = Numeric.CoefficientOf(right);
        if (a <= ulong.MaxValue && b <= ulong.MaxValue && scale <= Numeric.MaximumScale)
        {
            UInt128 product = a * b;
            if (product < Numeric.Limit)
            {
                return Numeric.Create(product, left < 0 != right < 0, scale);
            }
        }

        return new Numeric(Numeric.Of(left).Coefficient * Numeric.Of(right).Coefficient, scale).ToDecimal("*", left, right);
    }

    /// <summary>At least 16 significant digits, and at least the scale of both; halves are rounded away from zero.</summary>
    public static decimal Divide(decimal left, decimal right) => right == 0
        ? throw Fail.DivisionByZero("/", left, right)
        : Quotient(Numeric.Of(left), Numeric.Of(right)).ToDecimal("/", left, right);

    /// <summary>Has the sign of the dividend.</summary>
    public static decimal Modulo(decimal left, decimal right)
    {
        if (right == 0)
        {
            throw Fail.DivisionByZero("%", left, right);
        }

        int scale = Math.Max(left.Scale, right.Scale);
        BigInteger remainder = BigInteger.Remainder(
            Numeric.Of(left).Rounded(scale).Coefficient, Numeric.Of(right).Rounded(scale).Coefficient);
        return new Numeric(remainder, scale).ToDecimal("%", left, right);
    }

    public static decimal Negate(decimal value) => WithoutNegativeZero(-value);

    public static decimal Absolute(decimal value) => Math.Abs(value);

    /// <summary>To an integer; halves away from zero.</summary>
    public static decimal Round(decimal value) =>
        WithoutNegativeZero(decimal.Round(value, MidpointRounding.AwayFromZero));

    /// <summary>
    /// To a number of decimal places, halves away from zero. A negative number rounds before the point. The result has that
    /// scale.
    /// </summary>
    public static decimal Round(decimal value, int scale)
    {
        // Postgres's limits of a scale; a decimal has far fewer digits.
        int limited = Math.Clamp(scale, -2000, 2000);
        return limited >= 0
            ? RoundToScale(value, limited)
            : new Numeric(Numeric.Of(value).Rounded(limited).Coefficient * BigInteger.Pow(10, -limited), 0)
                .ToDecimal("round", value, scale);
    }

    public static decimal Floor(decimal value) => WithoutNegativeZero(decimal.Floor(value));

    public static decimal Ceiling(decimal value) => WithoutNegativeZero(decimal.Ceiling(value));

    /// <summary>-1, 0 or 1.</summary>
    public static decimal Sign(decimal value) => Math.Sign(value);

    /// <summary>The quotient with the scale that Postgres's <c>select_div_scale</c> chooses.</summary>
    internal static Numeric Quotient(Numeric left, Numeric right)
    {
        (int leftWeight, int leftDigit) = left.FirstGroup();
        (int rightWeight, int rightDigit) = right.FirstGroup();
        int weight = leftWeight - rightWeight - (leftDigit <= rightDigit ? 1 : 0);
        int scale = Math.Max(SignificantDigits - (weight * 4), Math.Max(Math.Max(left.Scale, right.Scale), 0));
        return QuotientAt(left, right, scale);
    }

    private static Numeric QuotientAt(Numeric left, Numeric right, int scale)
    {
        int shift = scale + right.Scale - left.Scale;
        BigInteger dividend = left.Coefficient;
        BigInteger divisor = right.Coefficient;
        if (shift >= 0)
        {
            dividend *= BigInteger.Pow(10, shift);
        }
        else
        {
            divisor *= BigInteger.Pow(10, -shift);
        }

        return new Numeric(Numeric.DivideRounded(dividend, divisor), scale);
    }

    private static decimal RoundToScale(decimal value, int scale)
    {
        if (scale > Numeric.MaximumScale || scale > value.Scale)
        {
            return Numeric.Of(value).Rounded(scale).ToDecimal("round", value, scale);
        }

        return WithoutNegativeZero(decimal.Round(value, scale, MidpointRounding.AwayFromZero));
    }

    // A decimal has a negative zero, numeric has not.
    private static decimal WithoutNegativeZero(decimal value) => value == 0 ? Math.Abs(value) : value;
}
