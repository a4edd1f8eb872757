using PathwayOrleans.Pipelines.Binding;

namespace PathwayOrleans.Pipelines.Tests.Support;

/// <summary>
/// Random expressions without type errors over the columns of <see cref="Bound.Source"/>. Every operation has a column below
/// it, so that Postgres evaluates none of them before it has a row.
/// </summary>
internal sealed class TypedExpressions(Random random)
{
    private static readonly Dictionary<SqlType, string[]> Columns = new()
    {
        [SqlType.Boolean] = ["b"],
        [SqlType.Integer] = ["i", "i2"],
        [SqlType.BigInt] = ["l"],
        [SqlType.Real] = ["r"],
        [SqlType.Double] = ["d"],
        [SqlType.Numeric] = ["n"],
        [SqlType.Text] = ["t", "t2"],
        [SqlType.TimestampTz] = ["ts", "ts2"],
        [SqlType.Date] = ["day"],
        [SqlType.Uuid] = ["u"],
        [SqlType.Interval] = ["(ts - ts2)", "(i * INTERVAL '1 day')"],
    };

    private static readonly Dictionary<SqlType, string[]> Literals = new()
    {
        [SqlType.Boolean] = ["true", "false", "NULL::boolean"],
        [SqlType.Integer] = ["0", "1", "-7", "NULL::integer", "2147483647"],
        [SqlType.BigInt] = ["3000000000", "0::bigint", "NULL::bigint"],
        [SqlType.Real] = ["0.5::real", "NULL::real", "1e20::real"],
        [SqlType.Double] = ["0::float8", "1e300::float8", "-2.5::float8", "'NaN'::float8", "NULL::float8"],
        [SqlType.Numeric] = ["1.5", "0.00", "-19.90", "NULL::numeric", "1000000.001"],
        [SqlType.Text] = ["'a%'", "''", "'_b'", "'x,y,z'", "NULL::text", "'12'"],
        [SqlType.TimestampTz] = ["TIMESTAMPTZ '2024-03-31 00:59:59+00'", "NULL::timestamptz"],
        [SqlType.Date] = ["DATE '2024-02-29'", "NULL::date"],
        [SqlType.Uuid] = ["UUID 'c0ffee00-0000-4000-8000-000000000001'", "NULL::uuid"],
        [SqlType.Interval] = ["INTERVAL '1 month'", "INTERVAL '-1 day 02:00'", "NULL::interval"],
    };

    // $1 to $9 are the types of operands, by the first letters of their names.
    private static readonly Dictionary<SqlType, string[]> Forms = new()
    {
        [SqlType.Boolean] =
        [
            "({bool} AND {bool})", "({bool} OR {bool})", "(NOT {bool})", "({int} < {big})", "({num} = {num})", "({dbl} >= {dbl})",
            "({real} <> {dbl})", "({text} <= {text})", "({text} LIKE {text})", "({text} ILIKE {text})", "({ts} > {ts})",
            "({date} < {ts})", "({uuid} = {uuid})", "({itv} <= {itv})", "({int} IN (1, 2, {int}))", "({text} IN ('a', 'b', NULL))",
            "({num} IN (0, 1.5, NULL))", "({int} NOT IN (7, -2))", "({int} BETWEEN {int} AND {big})", "({num} IS NULL)",
            "({bool} IS NOT TRUE)", "({bool} IS FALSE)", "({bool} IS UNKNOWN)", "({text} IS DISTINCT FROM {text})",
            "({int} IS NOT DISTINCT FROM {int})", "starts_with({text}, {text})", "({int})::boolean", "({text})::boolean",
            "({bool} = {bool})", "({bool} < {bool})",
        ],
        [SqlType.Integer] =
        [
            "({int} + {int})", "({int} - {int})", "({int} * {int})", "({int} / {int})", "({int} % {int})", "(- {int})",
            "abs({int})", "mod({int}, {int})", "length({text})", "({date} - {date})", "({num})::integer", "({dbl})::integer",
            "({bool})::integer", "({text})::integer", "({big})::integer",
        ],
        [SqlType.BigInt] =
        [
            "({big} + {int})", "({int} - {big})", "({big} * {big})", "({big} / {int})", "({big} % {big})", "(- {big})",
            "abs({big})", "({num})::bigint", "({dbl})::bigint", "({text})::bigint",
        ],
        [SqlType.Real] = ["({real} + {real})", "({real} * {real})", "({real} / {real})", "abs({real})", "({dbl})::real"],
        [SqlType.Double] =
        [
            "({dbl} + {dbl})", "({dbl} - {real})", "({dbl} * {dbl})", "({dbl} / {dbl})", "(- {dbl})", "round({dbl})", "floor({dbl})",
            "ceil({dbl})", "sign({dbl})", "sqrt({dbl})", "abs({dbl})", "power({dbl}, {int})", "({num})::float8",
            "({text})::float8", "date_part('epoch', {ts})", "date_part('hour', {ts})", "date_part('dow', {date})",
            "date_part('day', {itv})",
        ],
        [SqlType.Numeric] =
        [
            "({num} + {num})", "({num} - {int})", "({num} * {num})", "({num} / {num})", "({num} % {num})", "(- {num})",
            "round({num})", "round({num}, 1)", "round({num}, {int})", "floor({num})", "ceil({num})", "sign({num})", "abs({num})",
            "mod({num}, {num})", "({dbl})::numeric", "({text})::numeric", "({big})::numeric", "extract(epoch FROM {ts})",
            "extract(month FROM {date})", "extract(second FROM {itv})",
        ],
        [SqlType.Text] =
        [
            "({text} || {text})", "({text} || {int})", "({num} || {text})", "({bool} || {text})", "lower({text})", "upper({text})",
            "substr({text}, {int})", "substr({text}, {int}, {int})", "trim({text})", "ltrim({text}, {text})",
            "rtrim({text}, {text})", "replace({text}, {text}, {text})", "split_part({text}, ',', {int})", "({num})::text",
            "({dbl})::text", "({ts})::text", "({date})::text", "({itv})::text", "({uuid})::text", "({bool})::text",
            "({real})::text",
        ],
        [SqlType.TimestampTz] =
        [
            "({ts} + {itv})", "({ts} - {itv})", "({itv} + {ts})", "date_trunc('hour', {ts})", "date_trunc('week', {ts})",
            "date_trunc('day', {ts}, 'Europe/Berlin')", "date_trunc('month', {date})", "({date})::timestamptz",
            "to_timestamp({dbl})", "({text})::timestamptz",
        ],
        [SqlType.Date] = ["({date} + {int})", "({date} - {int})", "({int} + {date})", "({ts})::date"],
        [SqlType.Uuid] = ["({text})::uuid"],
        [SqlType.Interval] =
        [
            "({itv} + {itv})", "({itv} - {itv})", "({itv} * {dbl})", "({int} * {itv})", "({itv} / {dbl})", "(- {itv})",
            "({ts} - {ts})", "date_trunc('hour', {itv})", "({text})::interval",
        ],
    };

    private static readonly Dictionary<string, SqlType> Names = new()
    {
        ["bool"] = SqlType.Boolean,
        ["int"] = SqlType.Integer,
        ["big"] = SqlType.BigInt,
        ["real"] = SqlType.Real,
        ["dbl"] = SqlType.Double,
        ["num"] = SqlType.Numeric,
        ["text"] = SqlType.Text,
        ["ts"] = SqlType.TimestampTz,
        ["date"] = SqlType.Date,
        ["uuid"] = SqlType.Uuid,
        ["itv"] = SqlType.Interval,
    };

    private static readonly string[] General =
    [
        "coalesce({0}, {0})", "coalesce(NULL, {0}, {0})", "nullif({0}, {0})", "greatest({0}, {0}, {0})", "least({0}, {0})",
        "CASE WHEN {bool} THEN {0} WHEN {bool} THEN {0} ELSE {0} END", "CASE WHEN {bool} THEN {0} END",
        "CASE {int} WHEN 7 THEN {0} WHEN {int} THEN {0} ELSE {0} END",
    ];

    /// <summary>An expression of a random type.</summary>
    internal string Next(int depth) => Of(Columns.Keys.ElementAt(random.Next(Columns.Count)), depth, needsColumn: true);

    /// <summary>A random condition.</summary>
    internal string Condition(int depth) => Of(SqlType.Boolean, depth, needsColumn: true);

    /// <summary>A random numeric.</summary>
    internal string Number(int depth) => Of(SqlType.Numeric, depth, needsColumn: true);

    private string Of(SqlType type, int depth, bool needsColumn)
    {
        if (depth == 0 || random.Next(8) == 0)
        {
            return Pick(needsColumn || random.Next(3) > 0 ? Columns[type] : Literals[type]);
        }

        string form = random.Next(5) == 0
            ? Pick(General).Replace("{0}", $"{{{Names.First(name => name.Value == type).Key}}}", StringComparison.Ordinal)
            : Pick(Forms[type]);
        bool isFirst = true;
        while (form.IndexOf('{', StringComparison.Ordinal) is >= 0 and var open)
        {
            int close = form.IndexOf('}', open);
            string operand = Of(Names[form[(open + 1)..close]], depth - 1, needsColumn: isFirst);
            form = form[..open] + operand + form[(close + 1)..];
            isFirst = false;
        }

        return form;
    }

    private string Pick(string[] choices) => choices[random.Next(choices.Length)];
}
