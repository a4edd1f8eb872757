using System.Globalization;
using System.Numerics;
using PathwayOrleans.Pipelines.Runtime.Text;
using PathwayOrleans.Pipelines.Runtime.Values;

namespace PathwayOrleans.Pipelines.Runtime.Functions;

/// <summary>
/// <c>CAST</c> between the types, where Postgres has one. Text is read as Postgres reads a literal of the type. A session has the
/// time zone UTC.
/// </summary>
public static class Cast
{
    private const string Integer = "integer";
    private const string Bigint = "bigint";

    public static int ToInteger(bool value) => value ? 1 : 0;

    public static int ToInteger(long value) =>
        value == (int)value ? (int)value : throw Fail.OutOfRange("cast to integer", Integer, value);

    /// <summary>Halves to the even neighbour.</summary>
    public static int ToInteger(double value) => Math.Round(value, MidpointRounding.ToEven) is >= int.MinValue and < 2147483648.0
        ? (int)Math.Round(value, MidpointRounding.ToEven)
        : throw Fail.OutOfRange("cast to integer", Integer, value);

    /// <summary>Halves to the even neighbour.</summary>
    public static int ToInteger(float value) => MathF.Round(value, MidpointRounding.ToEven) is >= int.MinValue and < 2147483648f
        ? (int)MathF.Round(value, MidpointRounding.ToEven)
        : throw Fail.OutOfRange("cast to integer", Integer, value);

    /// <summary>Halves away from zero.</summary>
    public static int ToInteger(decimal value) => Arithmetic.Round(value) is >= int.MinValue and <= int.MaxValue
        ? (int)Arithmetic.Round(value)
        : throw Fail.OutOfRange("cast to integer", Integer, value);

    public static int ToInteger(string value) => IntegerText.ParseInteger(value);

    public static long ToBigint(int value) => value;

    /// <summary>Halves to the even neighbour.</summary>
    public static long ToBigint(double value) =>
        Math.Round(value, MidpointRounding.ToEven) is >= long.MinValue and < 9223372036854775808.0
            ? (long)Math.Round(value, MidpointRounding.ToEven)
            : throw Fail.OutOfRange("cast to bigint", Bigint, value);

    /// <summary>Halves to the even neighbour.</summary>
    public static long ToBigint(float value) =>
        MathF.Round(value, MidpointRounding.ToEven) is >= long.MinValue and < 9223372036854775808f
            ? (long)MathF.Round(value, MidpointRounding.ToEven)
            : throw Fail.OutOfRange("cast to bigint", Bigint, value);

    /// <summary>Halves away from zero.</summary>
    public static long ToBigint(decimal value) => Arithmetic.Round(value) is >= long.MinValue and <= long.MaxValue
        ? (long)Arithmetic.Round(value)
        : throw Fail.OutOfRange("cast to bigint", Bigint, value);

    public static long ToBigint(string value) => IntegerText.ParseBigint(value);

    public static double ToDouble(int value) => value;

    public static double ToDouble(long value) => value;

    public static double ToDouble(float value) => value;

    /// <summary>The nearest value.</summary>
    public static double ToDouble(decimal value) => Nearest<double>(value);

    public static double ToDouble(string value) => FloatText.ParseDouble(value);

    public static float ToReal(int value) => value;

    public static float ToReal(long value) => value;

    public static float ToReal(double value)
    {
        float result = (float)value;
        return float.IsInfinity(result) && double.IsFinite(value) ? throw Fail.Overflow("cast to real", value)
            : result == 0 && value != 0 ? throw Fail.Underflow("cast to real", value)
            : result;
    }

    /// <summary>The nearest value.</summary>
    public static float ToReal(decimal value) => Nearest<float>(value);

    public static float ToReal(string value) => FloatText.ParseReal(value);

    public static decimal ToNumeric(int value) => value;

    public static decimal ToNumeric(long value) => value;

    /// <summary>Of the value with 15 significant digits, as in Postgres.</summary>
    public static decimal ToNumeric(double value) => OfFloat(value, 15);

    /// <summary>Of the value with 6 significant digits, as in Postgres.</summary>
    public static decimal ToNumeric(float value) => OfFloat(value, 6);

    public static decimal ToNumeric(string value) => NumericText.Parse(value);

    /// <summary>True unless the number is 0.</summary>
    public static bool ToBoolean(int value) => value != 0;

    public static bool ToBoolean(string value) => BooleanText.Parse(value);

    public static Guid ToUuid(string value) => UuidText.Parse(value);

    /// <summary>Midnight in UTC.</summary>
    public static Timestamptz ToTimestamptz(Date value)
    {
        if (!value.IsFinite)
        {
            return value == Date.Infinity ? Timestamptz.Infinity : Timestamptz.NegativeInfinity;
        }

        Int128 microseconds = (Int128)value.Days * Timestamptz.MicrosecondsPerDay;
        return microseconds <= long.MaxValue && new Timestamptz((long)microseconds).IsInRange
            ? new Timestamptz((long)microseconds)
            : throw Fail.TimeOutOfRange("cast to timestamptz", "date", value);
    }

    public static Timestamptz ToTimestamptz(string value) => TimestamptzText.Parse(value);

    /// <summary>The day in UTC.</summary>
    public static Date ToDate(Timestamptz value) => value.IsFinite
        ? new Date((int)Times.Calendar.FloorDivide(value.Microseconds, Timestamptz.MicrosecondsPerDay))
        : value == Timestamptz.Infinity ? Date.Infinity : Date.NegativeInfinity;

    public static Date ToDate(string value) => DateText.Parse(value);

    public static Interval ToInterval(string value) => IntervalText.Parse(value);

    public static string ToText(bool value) => BooleanText.Format(value);

    public static string ToText(int value) => value.ToString(CultureInfo.InvariantCulture);

    public static string ToText(long value) => value.ToString(CultureInfo.InvariantCulture);

    public static string ToText(double value) => FloatText.Format(value);

    public static string ToText(float value) => FloatText.Format(value);

    public static string ToText(decimal value) => NumericText.Format(value);

    public static string ToText(Guid value) => UuidText.Format(value);

    public static string ToText(Timestamptz value) => TimestamptzText.Format(value);

    public static string ToText(Date value) => DateText.Format(value);

    public static string ToText(Interval value) => IntervalText.Format(value);

    private static decimal OfFloat(double value, int digits)
    {
        if (!double.IsFinite(value))
        {
            throw Fail.NotFinite("cast to numeric", value);
        }

        // Like C's %g: trailing zeros are not digits.
        Span<char> text = stackalloc char[40];
        value.TryFormat(text, out int written, digits == 15 ? "E14" : "E5", CultureInfo.InvariantCulture);
        int mark = text[..written].IndexOf('E');
        int end = mark;
        while (text[end - 1] == '0')
        {
            end--;
        }

        text[mark..written].CopyTo(text[end..]);
        return NumericText.Parse(text[..(end + written - mark)]);
    }

    // The conversion of .NET is not always to the nearest.
    private static T Nearest<T>(decimal value)
        where T : INumberBase<T>
    {
        Span<char> text = stackalloc char[40];
        value.TryFormat(text, out int written, default, CultureInfo.InvariantCulture);
        return T.Parse(text[..written], NumberStyles.Float, CultureInfo.InvariantCulture);
    }
}
