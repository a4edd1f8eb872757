using System.Numerics;

namespace PathwayOrleans.Pipelines.Runtime.Functions;

/// <content>
/// <c>double precision</c> and <c>real</c>. A result that is infinite although no argument is, or zero although it cannot be, is
/// an error, as in Postgres. Roots, logarithms and powers are those of the C library, as in Postgres.
/// </content>
public static partial class Arithmetic
{
    public static double Add(double left, double right) => Finite("+", left, right, left + right);

    public static double Subtract(double left, double right) => Finite("-", left, right, left - right);

    public static double Multiply(double left, double right) => Product(left, right);

    public static double Divide(double left, double right) => Quotient(left, right);

    public static double Negate(double value) => -value;

    public static double Absolute(double value) => Math.Abs(value);

    /// <summary>Halves to the even neighbour.</summary>
    public static double Round(double value) => Math.Round(value, MidpointRounding.ToEven);

    public static double Floor(double value) => Math.Floor(value);

    public static double Ceiling(double value) => Math.Ceiling(value);

    /// <summary>-1, 0 or 1; 0 for NaN.</summary>
    public static double Sign(double value) => value > 0 ? 1 : value < 0 ? -1 : 0;

    public static double SquareRoot(double value) => value < 0
        ? throw Fail.Create("2201F", "sqrt", "cannot take square root of a negative number", value)
        : Math.Sqrt(value);

    /// <summary>The natural logarithm.</summary>
    public static double Logarithm(double value) => value switch
    {
        0 => throw Fail.Create("2201E", "ln", "cannot take logarithm of zero", value),
        < 0 => throw Fail.Create("2201E", "ln", "cannot take logarithm of a negative number", value),
        _ => Math.Log(value),
    };

    /// <summary>The operator <c>^</c> and the function <c>power</c>.</summary>
    public static double Power(double value, double exponent)
    {
        if (value == 0 && exponent < 0)
        {
            throw Fail.Create("2201F", "power", "zero raised to a negative power is undefined", value, exponent);
        }

        if (value < 0 && double.IsFinite(exponent) && Math.Floor(exponent) != exponent)
        {
            throw Fail.Create(
                "2201F", "power", "a negative number raised to a non-integer power yields a complex result", value, exponent);
        }

        // NaN and infinities: what IEEE 754 says, as in Postgres.
        double result = Math.Pow(value, exponent);
        if (!double.IsFinite(value) || !double.IsFinite(exponent))
        {
            return result;
        }

        return double.IsInfinity(result) ? throw Fail.Overflow("power", value, exponent)
            : result == 0 && value != 0 ? throw Fail.Underflow("power", value, exponent)
            : result;
    }

    public static float Add(float left, float right) => Finite("+", left, right, left + right);

    public static float Subtract(float left, float right) => Finite("-", left, right, left - right);

    public static float Multiply(float left, float right) => Product(left, right);

    public static float Divide(float left, float right) => Quotient(left, right);

    public static float Negate(float value) => -value;

    public static float Absolute(float value) => Math.Abs(value);

    private static T Finite<T>(string function, T left, T right, T result)
        where T : IFloatingPointIeee754<T> => T.IsInfinity(result) && T.IsFinite(left) && T.IsFinite(right)
            ? throw Fail.Overflow(function, left, right)
            : result;

    private static T Product<T>(T left, T right)
        where T : IFloatingPointIeee754<T>
    {
        T result = Finite("*", left, right, left * right);
        return T.IsZero(result) && !T.IsZero(left) && !T.IsZero(right) ? throw Fail.Underflow("*", left, right) : result;
    }

    private static T Quotient<T>(T left, T right)
        where T : IFloatingPointIeee754<T>
    {
        if (T.IsZero(right) && !T.IsNaN(left))
        {
            throw Fail.DivisionByZero("/", left, right);
        }

        T result = left / right;
        if (T.IsInfinity(result) && T.IsFinite(left))
        {
            throw Fail.Overflow("/", left, right);
        }

        return T.IsZero(result) && !T.IsZero(left) && !T.IsInfinity(right)
            ? throw Fail.Underflow("/", left, right)
            : result;
    }
}
