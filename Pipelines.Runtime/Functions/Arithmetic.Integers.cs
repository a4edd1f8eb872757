namespace PathwayOrleans.Pipelines.Runtime.Functions;

/// <summary>
/// The operators <c>+ - * / %</c> and the functions of numbers. An overload per type has exactly Postgres's result type, result,
/// scale and errors. NULL is the caller's: all of them are strict.
/// </summary>
public static partial class Arithmetic
{
    private const string Integer = "integer";
    private const string Bigint = "bigint";

    public static int Add(int left, int right)
    {
        long result = (long)left + right;
        return result == (int)result ? (int)result : throw Fail.OutOfRange("+", Integer, left, right);
    }

    public static int Subtract(int left, int right)
    {
        long result = (long)left - right;
        return result == (int)result ? (int)result : throw Fail.OutOfRange("-", Integer, left, right);
    }

    public static int Multiply(int left, int right)
    {
        long result = (long)left * right;
        return result == (int)result ? (int)result : throw Fail.OutOfRange("*", Integer, left, right);
    }

    /// <summary>Rounds toward zero.</summary>
    public static int Divide(int left, int right)
    {
        if (right == 0)
        {
            throw Fail.DivisionByZero("/", left, right);
        }

        return right == -1 ? Negate(left, "/") : left / right;
    }

    /// <summary>Has the sign of the dividend.</summary>
    public static int Modulo(int left, int right)
    {
        if (right == 0)
        {
            throw Fail.DivisionByZero("%", left, right);
        }

        // The processor traps on the lowest integer by -1.
        return right == -1 ? 0 : left % right;
    }

    public static int Negate(int value) => Negate(value, "-");

    public static int Absolute(int value) => value >= 0 ? value : Negate(value, "abs");

    public static long Add(long left, long right)
    {
        long result = unchecked(left + right);
        return ((left ^ result) & (right ^ result)) >= 0 ? result : throw Fail.OutOfRange("+", Bigint, left, right);
    }

    public static long Subtract(long left, long right)
    {
        long result = unchecked(left - right);
        return ((left ^ right) & (left ^ result)) >= 0 ? result : throw Fail.OutOfRange("-", Bigint, left, right);
    }

    public static long Multiply(long left, long right)
    {
        long high = Math.BigMul(left, right, out long low);
        return high == low >> 63 ? low : throw Fail.OutOfRange("*", Bigint, left, right);
    }

    /// <summary>Rounds toward zero.</summary>
    public static long Divide(long left, long right)
    {
        if (right == 0)
        {
            throw Fail.DivisionByZero("/", left, right);
        }

        return right == -1 ? Negate(left, "/") : left / right;
    }

    /// <summary>Has the sign of the dividend.</summary>
    public static long Modulo(long left, long right)
    {
        if (right == 0)
        {
            throw Fail.DivisionByZero("%", left, right);
        }

        return right == -1 ? 0 : left % right;
    }

    public static long Negate(long value) => Negate(value, "-");

    public static long Absolute(long value) => value >= 0 ? value : Negate(value, "abs");

    private static int Negate(int value, string function) =>
        value != int.MinValue ? -value : throw Fail.OutOfRange(function, Integer, value);

    private static long Negate(long value, string function) =>
        value != long.MinValue ? -value : throw Fail.OutOfRange(function, Bigint, value);
}
