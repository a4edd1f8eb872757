namespace PathwayOrleans.Pipelines.Tests.Support;

/// <summary>Expressions over the columns of <see cref="Bound.Source"/>.</summary>
internal static class Expressions
{
    private static readonly string[] Values =
    [
        "b", "i", "l", "r", "d", "n", "t", "ts", "day", "u", "INTERVAL '1 hour'", "1", "3000000000", "1.5", "'1'", "null", "true",
    ];

    private static readonly string[] Operators =
    [
        "+", "-", "*", "/", "%", "^", "||", "=", "<>", "<", ">=", "LIKE", "ILIKE", "AND", "OR", "IS DISTINCT FROM",
    ];

    private static readonly string[] Functions =
    [
        "lower", "upper", "length", "trim", "abs", "round", "floor", "ceil", "sign", "sqrt", "ln", "to_timestamp", "-", "+", "NOT",
    ];

    private static readonly string[] TwoArguments =
    [
        "mod", "power", "round", "substr", "trim", "starts_with", "coalesce", "nullif", "greatest", "least", "date_part",
        "date_trunc",
    ];

    private static readonly string[] Types =
    [
        "boolean", "integer", "bigint", "real", "double precision", "numeric", "text", "timestamptz", "date", "uuid", "interval",
    ];

    private static readonly string[] Aggregates =
    [
        "count", "sum", "avg", "min", "max", "bool_and", "bool_or", "stddev_samp", "stddev_pop", "var_samp", "var_pop",
    ];

    /// <summary>Every operator, function and cast on every pair of types, and what has words of its own.</summary>
    internal static IEnumerable<string> AllPairs =>
    [
        .. from left in Values from symbol in Operators from right in Values select $"{left} {symbol} {right}",
        .. from name in Functions from value in Values select $"{name}({value})",
        .. from name in TwoArguments from first in Values from second in Values select $"{name}({first}, {second})",
        .. from value in Values from type in Types select $"CAST({value} AS {type})",
        .. from first in Values from second in Values select $"CASE WHEN b THEN {first} ELSE {second} END",
        .. from first in Values from second in Values select $"CASE {first} WHEN {second} THEN 1 END",
        .. from first in Values from second in Values select $"{first} IN ({second}, 1)",
        .. from first in Values from second in Values select $"{first} IN ({second})",
        .. from first in Values from second in Values select $"{first} BETWEEN {second} AND {first}",
        .. from value in Values select $"{value} IS NULL",
        .. from value in Values select $"{value} IS NOT TRUE",
        .. from value in Values select $"extract(epoch FROM {value})",
        .. from value in Values select $"date_trunc('day', {value}, 'Europe/Berlin')",
        .. from value in Values select $"substr({value}, 1, 2)",
        .. from value in Values select $"replace(t, {value}, 'x')",
        .. from value in Values select $"split_part(t, {value}, 1)",
        .. from value in Values select $"round({value}, 1)",
    ];

    /// <summary>Every aggregate of every type.</summary>
    internal static IEnumerable<string> AllAggregates =>
        from name in Aggregates from value in Values select $"{name}({value})";

    /// <summary>A random text of operands and operators; many of them are wrong.</summary>
    internal static string Random(Random random)
    {
        string[] operands =
        [
            "i", "l", "n", "d", "b", "t", "1", "2.5", "-3", "(i + 1)", "NOT b", "- i", "+ l", "t::integer", "'x'",
        ];
        string[] operators =
        [
            .. Operators, "IS NOT DISTINCT FROM", "NOT LIKE", "<=", ">", "::text ||", "IS NULL =", "IS NOT NULL AND",
            "IN (1, 2) =", "BETWEEN 1 AND", "NOT BETWEEN i AND", "BETWEEN i + 1 AND", "BETWEEN i = l AND",
        ];
        int count = random.Next(2, 6);
        string text = operands[random.Next(operands.Length)];
        for (int i = 1; i < count; i++)
        {
            text += $" {operators[random.Next(operators.Length)]} {operands[random.Next(operands.Length)]}";
        }

        return text;
    }
}
