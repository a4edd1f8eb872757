using PathwayOrleans.Pipelines.Diagnostics;
using PathwayOrleans.Pipelines.Tests.Support;

namespace PathwayOrleans.Pipelines.Tests.Syntax;

/// <summary>Expressions, as SQL with every parenthesis.</summary>
public sealed class ExpressionParserTests
{
    [Theory]
    [InlineData("a + b * c", "(a + (b * c))")]
    [InlineData("a - b - c", "((a - b) - c)")]
    [InlineData("a / b * c % d", "(((a / b) * c) % d)")]
    [InlineData("2 ^ 3 ^ 2", "((2 ^ 3) ^ 2)")]
    [InlineData("-2 ^ 2", "((-2) ^ 2)")]
    [InlineData("-a ^ 2", "((- a) ^ 2)")]
    [InlineData("2 ^ - 3", "(2 ^ (-3))")]
    [InlineData("- - 5", "5")]
    [InlineData("+a", "(+ a)")]
    [InlineData("-2147483648", "(-2147483648)")]
    [InlineData("-5::text", "(- CAST(5 AS text))")]
    [InlineData("a::integer::text || b", "(CAST(CAST(a AS integer) AS text) || b)")]
    [InlineData("a*-1", "(a * (-1))")]
    [InlineData("a <> b", "(a <> b)")]
    [InlineData("a != b", "(a <> b)")]
    [InlineData("a || b = c || d", "((a || b) = (c || d))")]
    [InlineData("a || b + c", "(a || (b + c))")]
    [InlineData("a or b and not c", "(a OR (b AND (NOT c)))")]
    [InlineData("not a = b", "(NOT (a = b))")]
    [InlineData("a = not b", "(a = (NOT b))")]
    [InlineData("not a is null", "(NOT (a IS NULL))")]
    [InlineData("a = b is null", "((a = b) IS NULL)")]
    [InlineData("a is null = b", "((a IS NULL) = b)")]
    [InlineData("a is null is not null", "((a IS NULL) IS NOT NULL)")]
    [InlineData("a is not true and b is unknown", "((a IS NOT TRUE) AND (b IS UNKNOWN))")]
    [InlineData("a is distinct from b = c", "(a IS DISTINCT FROM (b = c))")]
    [InlineData("a is not distinct from b or c", "((a IS NOT DISTINCT FROM b) OR c)")]
    [InlineData("a like b || '%' and c", "((a LIKE (b || '%')) AND c)")]
    [InlineData("a not ilike b", "(a NOT ILIKE b)")]
    [InlineData("a = b like c", "(a = (b LIKE c))")]
    [InlineData("a between b and c and d", "((a BETWEEN b AND c) AND d)")]
    [InlineData("a between b = c and d", "(a BETWEEN (b = c) AND d)")]
    [InlineData("a between 1 and 2 = b", "((a BETWEEN 1 AND 2) = b)")]
    [InlineData("a not between b and c + 1", "(a NOT BETWEEN b AND (c + 1))")]
    [InlineData("a in (1, 2 + 3) and b not in ('x')", "((a IN (1, (2 + 3))) AND (b NOT IN ('x')))")]
    [InlineData("a in (1) in (true)", "((a IN (1)) IN (true))")]
    [InlineData("case when a then b else c end + 1", "(CASE WHEN a THEN b ELSE c END + 1)")]
    [InlineData("case a when 1 then 'x' when 2 then 'y' end", "CASE a WHEN 1 THEN 'x' WHEN 2 THEN 'y' END")]
    [InlineData("cast(a as double precision)", "CAST(a AS double precision)")]
    [InlineData("a::timestamp with time zone", "CAST(a AS timestamp with time zone)")]
    [InlineData("INTERVAL '1 hour'", "CAST('1 hour' AS interval)")]
    [InlineData("date '2024-01-31' + 1", "(CAST('2024-01-31' AS date) + 1)")]
    [InlineData("extract(hour FROM a)", "extract('hour' FROM a)")]
    [InlineData("trim(a)", "btrim(a)")]
    [InlineData("trim(leading 'x' from a)", "ltrim(a, 'x')")]
    [InlineData("trim(both from a)", "btrim(a)")]
    [InlineData("trim(trailing from a)", "rtrim(a)")]
    [InlineData("trim(a, 'x')", "btrim(a, 'x')")]
    [InlineData("count(*)", "count(*)")]
    [InlineData("count(*) filter (where a > 1) * 2", "(count(*) FILTER (WHERE (a > 1)) * 2)")]
    [InlineData("approx_percentile(0.9) within group (order by a+b)", "approx_percentile(0.9) WITHIN GROUP (ORDER BY (a + b))")]
    [InlineData("coalesce(a, b, 0)", "coalesce(a, b, 0)")]
    [InlineData("s.a", "s.a")]
    [InlineData("\"A b\"", "\"A b\"")]
    [InlineData("ABC", "abc")]
    [InlineData("\"a\"\"b\"", "\"a\"\"b\"")]
    [InlineData("'it''s'", "'it''s'")]
    [InlineData(@"E'a\n\'b\x41\u00e9'", "'a\n''bA\u00e9'")]
    [InlineData("$$it's$$", "'it''s'")]
    [InlineData("$a$x$$y$a$", "'x$$y'")]
    [InlineData("1.5e-3", "1.5e-3")]
    [InlineData(".5", ".5")]
    [InlineData("a /* x /* y */ z */ + -- rest\n b", "(a + b)")]
    public void An_expression_has_the_structure_of_Postgres(string sql, string expected) =>
        Assert.Equal(expected, Parsed.Expression(sql).ToString());

    [Theory]
    [InlineData("a + bc * d")]
    [InlineData("sum(a)  filter (where b)")]
    [InlineData("cast(a as text)")]
    [InlineData("a in (1, 2)")]
    [InlineData("not a between 1 and 2")]
    [InlineData("case when a then b end")]
    public void An_expression_knows_its_place(string sql)
    {
        SourceSpan span = Parsed.Expression(sql).Span;
        Assert.StartsWith(sql, Parsed.View(sql)[span.Start..], StringComparison.Ordinal);
        Assert.InRange(sql.Length - span.Length, 0, 1);
    }

    public static TheoryData<string, string> Errors => ErrorTable.Read("""
        a < b < c
            < cannot follow < without a parenthesis. Put one around the first comparison, or combine two comparisons with AND.
        a like b in (c)
            IN cannot follow LIKE without a parenthesis. Put one around the first comparison, or combine two comparisons with AND.
        a == b
            There is no operator '=='. Write =.
        2 ^-1
            There is no operator '^-'. Put a space before the sign.
        a -> b
            The operator '->' is not supported. Declare a column of the source with PATH, such as PATH '$.a.b'.
        a[1]
            Arrays and subscripts are not supported in expressions. Read an element of a JSON array with PATH, such as PATH '$.items[0]'.
        (select 1)
            Subqueries are not supported. Compute this in a CREATE VIEW over the materialized views.
        a in (select b)
            Subqueries are not supported. Compute this in a CREATE VIEW over the materialized views.
        exists (select b)
            Subqueries are not supported. Compute this in a CREATE VIEW over the materialized views.
        sum(a) over ()
            OVER is not supported. Use window functions in a CREATE VIEW over the materialized view, or group by time with TUMBLE, HOP, CUMULATE or SESSION.
        count(distinct a)
            DISTINCT is not supported. GROUP BY gives one row per key; for the number of different values use approx_count_distinct(x).
        interval '1' hour
            Write the unit inside the quotes, such as INTERVAL '1 hour'.
        a like b escape 'c'
            ESCAPE is not supported. Write \ before a character of the pattern that stands for itself.
        'abc
            This text is not closed. Write a single quote at its end; a quote inside is written twice.
        1abc
            '1abc' is not a number. Put a space after the number, or double quotes around a name that starts with a digit.
        a +
            Expected an expression, but found 'FROM'.
        case when a then b
            Expected END, but found 'FROM'.
        (a
            Expected ')', but found 'FROM'.
        cast(a text)
            Expected AS, but found 'text'.
        case when a thne b end
            Expected THEN, but found 'thne'. Did you mean 'THEN'?
        a between 1 or 2
            Expected AND, but found 'or'.
        current_timestamp
            The current time is not supported, because a result must depend on the events only. Use the time of the event, or add the condition in a CREATE VIEW.
        {a}
            The character '{' is not part of SQL. Texts are in single quotes.
        """);

    [Theory]
    [MemberData(nameof(Errors))]
    public void An_error_says_what_to_do(string sql, string message)
    {
        PipelineException error = Assert.Throws<PipelineException>(() => Parsed.Expression(sql));
        Assert.Equal(message, Assert.Single(error.Diagnostics).Message);
    }
}
