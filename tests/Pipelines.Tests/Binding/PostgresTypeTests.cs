using Npgsql;
using PathwayOrleans.Pipelines.Binding;
using PathwayOrleans.Pipelines.Diagnostics;
using PathwayOrleans.Pipelines.Syntax.Ast;
using PathwayOrleans.Pipelines.Tests.Support;
using PathwayOrleans.Testing;

namespace PathwayOrleans.Pipelines.Tests.Binding;

/// <summary>Compares the parser and the binder with Postgres itself.</summary>
[Trait("Tier", "Slow")]
public sealed class PostgresTypeTests : IAsyncLifetime
{
    private const int RandomExpressions = 4_000;

    // A pipeline has no such values, so their expressions are errors here and none in Postgres.
    private const string Timestamp = "timestamp without time zone";

    private PostgresForTests? _postgres;
    private NpgsqlConnection? _connection;

    private PostgresForTests Postgres => _postgres!;

    public async ValueTask InitializeAsync()
    {
        _postgres = await PostgresForTests.CreateAsync();
        await Postgres.ExecuteAsync(
            $"""
            CREATE TABLE s ({Bound.Columns});
            INSERT INTO s VALUES ('a', true, 7, -2, 5000000000, 1.5, -2.25, 3.10, '12', 'b', '2024-03-31 12:34:56+00',
                '2023-01-01 00:00:00+00', '2024-02-29', 'c0ffee00-0000-4000-8000-000000000001');
            CREATE FUNCTION type_of(expression text) RETURNS text LANGUAGE plpgsql AS $$
            DECLARE result text;
            BEGIN
                EXECUTE 'SELECT (SELECT pg_typeof(x)::text FROM (SELECT ' || expression || ' AS x FROM s WHERE false) empty '
                    || 'RIGHT JOIN (SELECT 1) one ON true)' INTO result;
                RETURN result;
            EXCEPTION WHEN others THEN
                RETURN 'error ' || SQLSTATE || ' ' || SQLERRM;
            END $$;
            CREATE FUNCTION value_of(expression text) RETURNS text LANGUAGE plpgsql AS $$
            DECLARE result text;
            BEGIN
                EXECUTE 'SELECT pg_typeof(' || expression || ')::text || '' '' || coalesce((' || expression
                    || ')::text, ''null'') FROM s' INTO result;
                RETURN result;
            EXCEPTION WHEN others THEN
                RETURN 'error ' || SQLSTATE;
            END $$;
            """);
        _connection = await Postgres.ConnectAsync();
    }

    public async ValueTask DisposeAsync()
    {
        await _connection!.DisposeAsync();
        await Postgres.DisposeAsync();
    }

    [Fact]
    public async Task Every_expression_of_two_values_has_the_type_that_Postgres_gives_it() =>
        Assert.Empty(await DifferencesAsync([.. Expressions.AllPairs], Bound.Scalar));

    [Fact]
    public async Task Every_aggregate_has_the_type_that_Postgres_gives_it() =>
        Assert.Empty(await DifferencesAsync([.. Expressions.AllAggregates], Bound.Aggregate));

    [Fact]
    public async Task Every_pair_keeps_its_value_when_all_conversions_are_written_out()
    {
        (string Sql, string Rendered)[] bound =
        [
            .. from sql in Expressions.AllPairs
               let expression = TryBind(sql, Bound.Scalar)
               where expression is not null
               select (sql, expression.ToString()),
        ];
        string[] expected = await AskAsync("value_of", [.. bound.Select(pair => pair.Sql)]);
        string[] actual = await AskAsync("value_of", [.. bound.Select(pair => pair.Rendered)]);
        Assert.Empty(
            from i in Enumerable.Range(0, bound.Length)
            where expected[i] != actual[i] && !expected[i].StartsWith("unknown ", StringComparison.Ordinal)
            select $"{bound[i].Sql}: {expected[i]}; {bound[i].Rendered}: {actual[i]}");
    }

    [Fact]
    public async Task A_random_expression_has_the_structure_that_Postgres_gives_it()
    {
        var random = new Random(20241130);
        string[] texts = [.. Enumerable.Range(0, RandomExpressions).Select(_ => Expressions.Random(random))];
        SqlExpression?[] parsed = [.. texts.Select(TryParse)];
        string[] expected = await AskAsync("value_of", texts);
        string[] actual = await AskAsync(
            "value_of", [.. parsed.Select((expression, i) => expression?.ToString() ?? texts[i])]);
        string[] syntax = await AskAsync("type_of", texts);
        Assert.Empty(
            from i in Enumerable.Range(0, texts.Length)
            let isSyntaxError = syntax[i].StartsWith("error 42601", StringComparison.Ordinal)
            where parsed[i] is null != isSyntaxError || expected[i] != actual[i]
            select $"{texts[i]} is {expected[i]} ({syntax[i]}); {parsed[i]} is {actual[i]}");
        Assert.InRange(parsed.Count(expression => expression is not null), RandomExpressions / 4, RandomExpressions);
        Assert.InRange(
            expected.Count(value => !value.StartsWith("error", StringComparison.Ordinal)),
            RandomExpressions / 50,
            RandomExpressions);
    }

    [Theory]
    [InlineData("1 hour")]
    [InlineData("90 seconds")]
    [InlineData("1.5 days")]
    [InlineData("1 day 2 hours 3 min 4.5 s")]
    [InlineData("-1 day +02:03:04.005")]
    [InlineData("2 weeks ago")]
    [InlineData("1 month")]
    [InlineData("1.5 months")]
    [InlineData("1.25 years")]
    [InlineData("25:00")]
    [InlineData("3ms")]
    [InlineData("  7 us ")]
    [InlineData("1 mon -1 day")]
    public async Task An_interval_is_what_Postgres_reads(string text)
    {
        Assert.True(IntervalText.TryParse(text, out PgInterval interval));
        Assert.Equal(
            await Postgres.ScalarAsync<string>($"SELECT CAST('{text}' AS interval)::text"),
            await Postgres.ScalarAsync<string>(
                $"SELECT (make_interval(months => {interval.Months}, days => {interval.Days}) " +
                $"+ {interval.Microseconds} * INTERVAL '1 microsecond')::text"));
    }

    [Theory]
    [InlineData("")]
    [InlineData("hour")]
    [InlineData("1 fortnight")]
    [InlineData("1 hour and")]
    public void What_is_no_interval_is_rejected(string text) => Assert.False(IntervalText.TryParse(text, out _));

    private static BoundExpression? TryBind(string sql, Func<string, BoundExpression> bind)
    {
        try
        {
            return bind(sql);
        }
        catch (PipelineException)
        {
            return null;
        }
    }

    private static SqlExpression? TryParse(string sql)
    {
        try
        {
            return Parsed.Expression(sql);
        }
        catch (PipelineException)
        {
            return null;
        }
    }

    // Postgres has evaluated a constant (22003, 22008). It takes text - text for an operator of jsonb. A pipeline checks the unit
    // of a time before it reads events, and has no sums of intervals.
    private static bool IsMeant(string sql, string answer) =>
        answer.StartsWith("error 22003", StringComparison.Ordinal) || answer.StartsWith("error 22008", StringComparison.Ordinal)
        || answer == "jsonb"
        || sql.StartsWith("date_trunc('1'", StringComparison.Ordinal)
        || sql.StartsWith("date_part('1'", StringComparison.Ordinal)
        || sql is "sum(INTERVAL '1 hour')" or "avg(INTERVAL '1 hour')";

    private async Task<string[]> DifferencesAsync(string[] texts, Func<string, BoundExpression> bind)
    {
        string[] expected = await AskAsync("type_of", texts);
        return
        [
            .. from i in Enumerable.Range(0, texts.Length)
               let actual = TryBind(texts[i], bind)?.Type.Name() ?? "error"
               let wanted = expected[i].StartsWith("error", StringComparison.Ordinal) || expected[i] == Timestamp ? "error"
                   : expected[i] == "unknown" ? "text" : expected[i]
               where actual != wanted && !IsMeant(texts[i], expected[i])
               select $"{texts[i]}: {actual}, Postgres: {expected[i]}",
        ];
    }

    private async Task<string[]> AskAsync(string function, string[] expressions)
    {
        await using var command = new NpgsqlCommand(
            $"SELECT array_agg({function}(expression) ORDER BY place) FROM unnest(@texts) WITH ORDINALITY AS e (expression, place)",
            _connection);
        command.Parameters.AddWithValue("texts", expressions);
        return (string[])(await command.ExecuteScalarAsync())!;
    }
}
