using PathwayOrleans.Pipelines.Runtime.Functions;
using PathwayOrleans.Pipelines.Runtime.Tests.Oracle;
using static PathwayOrleans.Pipelines.Runtime.Functions.Cast;

namespace PathwayOrleans.Pipelines.Runtime.Tests;

public sealed class ArithmeticTests(PostgresOracle oracle)
{
    [Fact]
    public async Task Integers_equal_Postgres()
    {
        await Operators("integer", Cases.Of(Cases.Integers, Cases.Integers), ToInteger, ToText,
            ("+", Arithmetic.Add), ("-", Arithmetic.Subtract), ("*", Arithmetic.Multiply), ("/", Arithmetic.Divide),
            ("%", Arithmetic.Modulo));
        await Functions("integer", Cases.Of(Cases.Integers), ToInteger, ToText, ("-", Arithmetic.Negate), ("abs",
            Arithmetic.Absolute));
    }

    [Fact]
    public async Task Bigints_equal_Postgres()
    {
        await Operators("bigint", Cases.Of(Cases.Bigints, Cases.Bigints), ToBigint, ToText,
            ("+", Arithmetic.Add), ("-", Arithmetic.Subtract), ("*", Arithmetic.Multiply), ("/", Arithmetic.Divide),
            ("%", Arithmetic.Modulo));
        await Functions("bigint", Cases.Of(Cases.Bigints), ToBigint, ToText, ("-", Arithmetic.Negate), ("abs",
            Arithmetic.Absolute));
    }

    [Fact]
    public async Task Doubles_equal_Postgres()
    {
        await Operators("float8", Cases.Of(Cases.Doubles, Cases.Doubles), ToDouble, ToText,
            ("+", Arithmetic.Add), ("-", Arithmetic.Subtract), ("*", Arithmetic.Multiply), ("/", Arithmetic.Divide),
            ("^", Arithmetic.Power));
        await Functions("float8", Cases.Of(Cases.Doubles), ToDouble, ToText,
            ("-", Arithmetic.Negate), ("abs", Arithmetic.Absolute), ("round", Arithmetic.Round), ("floor", Arithmetic.Floor),
            ("ceil", Arithmetic.Ceiling), ("sign", Arithmetic.Sign), ("sqrt", Arithmetic.SquareRoot), ("ln",
            Arithmetic.Logarithm));
    }

    [Fact]
    public async Task Reals_equal_Postgres()
    {
        await Operators("real", Cases.Of(Cases.Reals, Cases.Reals), ToReal, ToText,
            ("+", Arithmetic.Add), ("-", Arithmetic.Subtract), ("*", Arithmetic.Multiply), ("/", Arithmetic.Divide));
        await Functions("real", Cases.Of(Cases.Reals), ToReal, ToText, ("-", Arithmetic.Negate), ("abs", Arithmetic.Absolute));
    }

    [Fact]
    public async Task Numerics_equal_Postgres()
    {
        await Operators("numeric", Cases.Of(Cases.Numerics, Cases.Numerics), ToNumeric, ToText,
            ("+", Arithmetic.Add), ("-", Arithmetic.Subtract), ("*", Arithmetic.Multiply), ("/", Arithmetic.Divide),
            ("%", Arithmetic.Modulo));
        await Functions("numeric", Cases.Of(Cases.Numerics), ToNumeric, ToText,
            ("-", Arithmetic.Negate), ("abs", Arithmetic.Absolute), ("round", Arithmetic.Round), ("floor", Arithmetic.Floor),
            ("ceil", Arithmetic.Ceiling), ("sign", Arithmetic.Sign));
        await oracle.CheckAsync(
            "round($1::numeric, $2::integer)",
            Cases.Of(Cases.Numerics, ["0", "1", "2", "3", "5", "10", "-1", "-2", "-3", "-10", "20", "28", "40", "-40"]),
            row => ToText(Arithmetic.Round(ToNumeric(row[0]), ToInteger(row[1]))));
    }

    [Fact]
    public async Task Roots_logarithms_and_powers_of_numerics_equal_Postgres()
    {
        string[] exponents =
        [
            "0", "1", "2", "3", "-1", "-2", "5", "10", "0.5", "-0.5", "1.5", "0.1", "2.00", "0.333", "-3.7", "100", "-100",
            "1.000001",
            "30", "7.25", "12345678901", "-12345678901",
        ];
        string[] bases = [.. Cases.Numerics, "10", "4", "9", "16", "25", "1000", "2.25", "0.25", "1.01", "0.999", "7",
            "1.0000001"];
        await Functions("numeric", Cases.Of(bases), ToNumeric, ToText,
            ("sqrt", Arithmetic.SquareRoot), ("ln", Arithmetic.Logarithm));
        await oracle.CheckAsync(
            "power($1::numeric, $2::numeric)",
            Cases.Of(bases, exponents),
            row => ToText(Arithmetic.Power(ToNumeric(row[0]), ToNumeric(row[1]))));
    }

    [Fact]
    public async Task Comparisons_equal_Postgres()
    {
        await Compare("boolean", ["true", "false"], ToBoolean, Ordering.Compare);
        await Compare("integer", Cases.Integers, ToInteger, Ordering.Compare);
        await Compare("bigint", Cases.Bigints, ToBigint, Ordering.Compare);
        await Compare("numeric", Cases.Numerics, ToNumeric, Ordering.Compare);
        await Compare("float8", Cases.Doubles, ToDouble, Ordering.Compare);
        await Compare("real", Cases.Reals, ToReal, Ordering.Compare);
        await Compare("text COLLATE \"C\"", Cases.Texts, text => text, Ordering.Compare);
        await Compare("timestamptz", Cases.Timestamps, ToTimestamptz, Ordering.Compare);
        await Compare("date", Cases.Dates, ToDate, Ordering.Compare);
        await Compare("interval", Cases.Intervals, ToInterval, Ordering.Compare);
        await Compare("uuid", Cases.Generate(40, random => new Guid(Bytes(random)).ToString()), ToUuid, Ordering.Compare);
    }

    private static byte[] Bytes(Random random)
    {
        byte[] bytes = new byte[16];
        random.NextBytes(bytes);
        return bytes;
    }

    private Task Compare<T>(string type, IReadOnlyList<string> values, Func<string, T> parse, Comparison<T> compare) =>
        oracle.CheckAsync(
            $"CASE WHEN $1::{type} < $2::{type} THEN -1 WHEN $1::{type} = $2::{type} THEN 0 ELSE 1 END",
            Cases.Of(values, values, 2500),
            row => ToText(Math.Sign(compare(parse(row[0]), parse(row[1])))));

    private async Task Operators<T>(
        string type, IReadOnlyList<string?[]> cases, Func<string, T> parse, Func<T, string> format,
        params (string Sql, Func<T, T, T> Evaluate)[] operators)
    {
        foreach ((string sql, Func<T, T, T> evaluate) in operators)
        {
            await oracle.CheckAsync(
                $"$1::{type} {sql} $2::{type}", cases, row => format(evaluate(parse(row[0]), parse(row[1]))));
        }
    }

    private async Task Functions<T>(
        string type, IReadOnlyList<string?[]> cases, Func<string, T> parse, Func<T, string> format,
        params (string Sql, Func<T, T> Evaluate)[] functions)
    {
        foreach ((string sql, Func<T, T> evaluate) in functions)
        {
            await oracle.CheckAsync($"{sql}($1::{type})", cases, row => format(evaluate(parse(row[0]))));
        }
    }
}
