using System.Numerics;
using PathwayOrleans.Pipelines.Runtime.Values;

namespace PathwayOrleans.Pipelines.Runtime.Functions;

/// <content>
/// Roots, logarithms and powers of <c>numeric</c>. The scales follow <c>numeric_sqrt</c>, <c>numeric_ln</c> and
/// <c>numeric_power</c> of Postgres 15 (src/backend/utils/adt/numeric.c); the values are rounded correctly.
/// </content>
public static partial class Arithmetic
{
    private const string Complex = "a negative number raised to a non-integer power yields a complex result";

    // Higher powers are computed with logarithms.
    private const int LargestExactExponent = 100;

    public static decimal SquareRoot(decimal value)
    {
        if (value < 0)
        {
            throw Fail.Create("2201F", "sqrt", "cannot take square root of a negative number", value);
        }

        Numeric argument = Numeric.Of(value);
        int weight = argument.FirstGroup().Weight;
        int scale = Math.Max(SignificantDigits - ((((weight + 1) * 4) / 2) - 1), value.Scale);

        return Root(argument, scale).ToDecimal("sqrt", value);
    }

    /// <summary>The square root with a scale that is at least that of the argument.</summary>
    internal static Numeric Root(Numeric argument, int scale)
    {
        // One more binary digit than the result needs decides how it is rounded.
        BigInteger doubled = HighPrecision.SquareRoot(argument.Rounded(scale * 2).Coefficient * 4);
        return new Numeric((doubled + 1) / 2, scale);
    }

    /// <summary>The natural logarithm.</summary>
    public static decimal Logarithm(decimal value)
    {
        if (value <= 0)
        {
            string reason = value == 0 ? "cannot take logarithm of zero" : "cannot take logarithm of a negative number";
            throw Fail.Create("2201E", "ln", reason, value);
        }

        int scale = Math.Max(SignificantDigits - LogarithmWeight(value), (int)value.Scale);
        return HighPrecision.Rounded(HighPrecision.Logarithm(Numeric.Of(value)), scale).ToDecimal("ln", value);
    }

    /// <summary>The operator <c>^</c> and the function <c>power</c>.</summary>
    public static decimal Power(decimal value, decimal exponent)
    {
        if (value == 0 && exponent < 0)
        {
            throw Fail.Create("2201F", "power", "zero raised to a negative power is undefined", value, exponent);
        }

        if (decimal.Truncate(exponent) == exponent)
        {
            if (exponent is >= int.MinValue and <= int.MaxValue)
            {
                return IntegerPower(value, (int)exponent).ToDecimal("power", value, exponent);
            }
        }
        else if (value < 0)
        {
            throw Fail.Create("2201F", "power", Complex, value, exponent);
        }

        if (value == 0)
        {
            return Numeric.Create(0, isNegative: false, SignificantDigits);
        }

        return RealPower(value, exponent).ToDecimal("power", value, exponent);
    }

    private static Numeric IntegerPower(decimal value, int exponent)
    {
        int scale = Math.Max(SignificantDigits, (int)value.Scale);
        if (exponent == 0 || value == 0)
        {
            return new Numeric(exponent == 0 ? 1 : 0, 0).Rounded(scale);
        }

        // An estimate of the decimal exponent of the result.
        Numeric number = Numeric.Of(value);
        double weight = exponent * (BigInteger.Log10(BigInteger.Abs(number.Coefficient)) - number.Scale);
        if (weight > 30)
        {
            throw Fail.Precision("power", value, exponent);
        }

        if (weight + 1 < -scale)
        {
            return new Numeric(0, scale);
        }

        if (exponent > 0 && exponent <= LargestExactExponent)
        {
            return new Numeric(BigInteger.Pow(number.Coefficient, exponent), number.Scale * exponent).Rounded(scale);
        }

        Numeric power = HighPrecision.Rounded(
            HighPrecision.Exponential(HighPrecision.Logarithm(Numeric.Of(Math.Abs(value))) * exponent), scale);
        return value < 0 && exponent % 2 != 0 ? power with { Coefficient = -power.Coefficient } : power;
    }

    private static Numeric RealPower(decimal value, decimal exponent)
    {
        Numeric factor = Numeric.Of(exponent);
        BigInteger logarithm = HighPrecision.Multiply(HighPrecision.Logarithm(Numeric.Of(Math.Abs(value))), factor);

        // Postgres estimates the result with a logarithm of 8 digits.
        int places = Math.Max(8 - LogarithmWeight(Math.Abs(value)), 0);
        Numeric estimate = HighPrecision.Rounded(HighPrecision.Logarithm(Numeric.Of(Math.Abs(value))), places);
        double weight = HighPrecision.ToDouble(
            new Numeric(estimate.Coefficient * factor.Coefficient, estimate.Scale + factor.Scale).Rounded(places));
        if (Math.Abs(weight) > 100)
        {
            throw Fail.Precision("power", value, exponent);
        }

        int scale = SignificantDigits - (int)(weight * 0.434294481903252);
        scale = Math.Max(scale, Math.Max((int)value.Scale, exponent.Scale));
        Numeric power = HighPrecision.Rounded(HighPrecision.Exponential(logarithm), scale);
        return value < 0 && exponent % 2 != 0 ? power with { Coefficient = -power.Coefficient } : power;
    }

    /// <summary>Postgres's <c>estimate_ln_dweight</c>: the decimal exponent of a logarithm, estimated.</summary>
    private static int LogarithmWeight(decimal value)
    {
        if (value is >= 0.9m and <= 1.1m)
        {
            decimal distance = value - 1;
            if (distance == 0)
            {
                return 0;
            }

            (int weight, int digit) = Numeric.Of(distance).FirstGroup();
            return (weight * 4) + (int)Math.Log10(digit);
        }

        return (int)Math.Log10(Math.Abs(Math.Log((double)value)));
    }
}
