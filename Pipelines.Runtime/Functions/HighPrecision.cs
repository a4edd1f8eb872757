using System.Numerics;
using PathwayOrleans.Pipelines.Runtime.Values;

namespace PathwayOrleans.Pipelines.Runtime.Functions;

/// <summary>
/// Elementary functions in fixed point with 70 decimal places. Results of <c>numeric</c> have at most 28, so that rounding them
/// is right. Source of the series: Abramowitz and Stegun, Handbook of Mathematical Functions, 4.1.27 and 4.2.1.
/// </summary>
internal static class HighPrecision
{
    private const int Places = 70;

    private static readonly BigInteger One = BigInteger.Pow(10, Places);
    private static readonly BigInteger LogarithmOfTwo = LogarithmNearOne(2 * One);

    /// <summary>The largest integer whose square is not above the value.</summary>
    internal static BigInteger SquareRoot(BigInteger value)
    {
        if (value.IsZero)
        {
            return 0;
        }

        // Newton's method from above falls until it has the result.
        BigInteger root = BigInteger.One << (int)((value.GetBitLength() + 1) / 2);
        while (true)
        {
            BigInteger next = (root + (value / root)) >> 1;
            if (next >= root)
            {
                return root;
            }

            root = next;
        }
    }

    /// <summary>The natural logarithm of a positive value, in fixed point.</summary>
    internal static BigInteger Logarithm(Numeric value)
    {
        BigInteger number = value.Coefficient * One / BigInteger.Pow(10, value.Scale);
        int doublings = 0;
        while (number > One * 3 / 2)
        {
            number >>= 1;
            doublings++;
        }

        while (number < One * 3 / 4)
        {
            number <<= 1;
            doublings--;
        }

        // The shifts must not lose digits: scale the exact value by the power of two instead.
        number = doublings >= 0
            ? value.Coefficient * One / (BigInteger.Pow(10, value.Scale) << doublings)
            : (value.Coefficient * One << -doublings) / BigInteger.Pow(10, value.Scale);
        return LogarithmNearOne(number) + (LogarithmOfTwo * doublings);
    }

    /// <summary>The exponential of a value in fixed point.</summary>
    internal static BigInteger Exponential(BigInteger value)
    {
        // Halve the argument until it is small, then square the result as often.
        const int Halvings = 12;
        BigInteger guard = BigInteger.Pow(10, 20);
        BigInteger one = One * guard;
        BigInteger small = value * guard >> Halvings;
        BigInteger sum = one;
        BigInteger term = one;
        for (int i = 1; !term.IsZero; i++)
        {
            term = term * small / one / i;
            sum += term;
        }

        for (int i = 0; i < Halvings; i++)
        {
            sum = sum * sum / one;
        }

        return sum / guard;
    }

    /// <summary>A value in fixed point times a number.</summary>
    internal static BigInteger Multiply(BigInteger value, Numeric factor) =>
        value * factor.Coefficient / BigInteger.Pow(10, factor.Scale);

    internal static double ToDouble(Numeric value) => (double)value.Rounded(30).Coefficient / 1e30;

    /// <summary>A value in fixed point with a scale; halves are rounded away from zero.</summary>
    internal static Numeric Rounded(BigInteger value, int scale) => new Numeric(value, Places).Rounded(scale);

    /// <summary>The series of the inverse hyperbolic tangent, for values between 1/2 and 2.</summary>
    private static BigInteger LogarithmNearOne(BigInteger value)
    {
        BigInteger ratio = (value - One) * One / (value + One);
        BigInteger square = ratio * ratio / One;
        BigInteger sum = 0;
        for (int i = 1; !ratio.IsZero; i += 2)
        {
            sum += ratio / i;
            ratio = ratio * square / One;
        }

        return sum * 2;
    }
}
