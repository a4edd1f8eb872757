using Npgsql;
using PathwayOrleans.Pipelines.Binding;
using PathwayOrleans.Pipelines.Diagnostics;
using PathwayOrleans.Pipelines.Tests.Support;
using PathwayOrleans.Testing;

namespace PathwayOrleans.Pipelines.Tests.Compilation;

/// <summary>Compiled expressions have the values that Postgres gives them.</summary>
[Trait("Tier", "Slow")]
public sealed class ExpressionOracleTests : IAsyncLifetime
{
    private const int RandomExpressions = 6_000;
    private const int RowsOfPairs = 4;
    private const int RowsOfRandom = 20;

    // numeric has at most 28 digits here, and times are read in ISO 8601's form only.
    private static readonly string[] OwnErrors = ["ERROR PW001", "ERROR 22007"];

    private readonly SourceDefinition _source = PipelineBinder.Bind(
        $"{Bound.Source}CREATE MATERIALIZED VIEW v AS SELECT k, count(*) AS c FROM s GROUP BY k").Source;

    private PostgresForTests? _postgres;
    private NpgsqlConnection? _connection;

    public async ValueTask InitializeAsync()
    {
        _postgres = await PostgresForTests.CreateAsync();
        await _postgres.ExecuteAsync(
            $"""
            CREATE TABLE s (number integer, {Bound.Columns.Replace(" text", " text COLLATE \"C.utf8\"", StringComparison.Ordinal)});
            CREATE FUNCTION values_of(expression text) RETURNS text[] LANGUAGE plpgsql AS $$
            DECLARE result text[]; one text; counter integer;
            BEGIN
                EXECUTE 'SELECT array_agg((' || expression || ')::text ORDER BY number) FROM s' INTO result;
                RETURN result;
            EXCEPTION WHEN others THEN
                result := ARRAY[]::text[];
                FOR counter IN SELECT number FROM s ORDER BY number LOOP
                    BEGIN
                        EXECUTE 'SELECT (' || expression || ')::text FROM s WHERE number = ' || counter INTO one;
                        result := result || one;
                    EXCEPTION WHEN others THEN
                        result := result || ('ERROR ' || SQLSTATE);
                    END;
                END LOOP;
                RETURN result;
            END $$;
            """);
        _connection = await _postgres.ConnectAsync();
        await using var settings = new NpgsqlCommand(
            "SET TimeZone = 'UTC'; SET DateStyle = 'ISO, YMD'; SET IntervalStyle = 'postgres'", _connection);
        await settings.ExecuteNonQueryAsync();
    }

    public async ValueTask DisposeAsync()
    {
        await _connection!.DisposeAsync();
        await _postgres!.DisposeAsync();
    }

    [Fact]
    public async Task Every_expression_of_two_values_has_the_value_that_Postgres_gives_it() =>
        await CheckAsync([.. Expressions.AllPairs], SampleRows.Create(new Random(1), RowsOfPairs), fewest: 2_000);

    [Fact]
    public async Task A_random_expression_has_the_value_that_Postgres_gives_it()
    {
        var expressions = new TypedExpressions(new Random(20241130));
        await CheckAsync(
            [.. Enumerable.Range(0, RandomExpressions).Select(i => expressions.Next(1 + (i % 4)))],
            SampleRows.Create(new Random(2), RowsOfRandom),
            fewest: RandomExpressions);
    }

    private async Task CheckAsync(string[] texts, string?[][] rows, int fewest)
    {
        (string Sql, BoundExpression Bound)[] bound =
            [.. from sql in texts let one = TryBind(sql) where one is not null select (sql, one)];
        Assert.InRange(bound.Length, fewest, texts.Length);
        await using (var insert = new NpgsqlCommand("TRUNCATE s; " + SampleRows.Insert(rows), _connection))
        {
            await insert.ExecuteNonQueryAsync();
        }

        int values = 0;
        var differences = new List<string>();
        foreach ((string Sql, BoundExpression Bound)[] part in bound.Chunk(500))
        {
            string?[][] expected = await AskAsync([.. part.Select(pair => pair.Sql)]);
            for (int i = 0; i < part.Length; i++)
            {
                string?[] actual = SampleRows.Evaluate(part[i].Bound, _source, rows);
                for (int row = 0; row < rows.Length; row++)
                {
                    values += actual[row]?.StartsWith("ERROR", StringComparison.Ordinal) == true ? 0 : 1;
                    if (actual[row] != expected[i][row] && !IsMeant(actual[row], expected[i][row]))
                    {
                        differences.Add($"{part[i].Sql} for {string.Join('|', rows[row])}: " +
                            $"{actual[row] ?? "NULL"}, Postgres: {expected[i][row] ?? "NULL"}");
                    }
                }
            }
        }

        Assert.True(differences.Count == 0, $"{differences.Count} differ:\n{string.Join('\n', differences.Take(40))}");
        Assert.InRange(values, bound.Length * rows.Length / 2, bound.Length * rows.Length);
    }

    private static bool IsMeant(string? actual, string? expected) =>
        OwnErrors.Contains(actual)
        || (actual == "ERROR 22P02" && expected is "ERROR 22007" or "ERROR 22008" or "ERROR 22003")
        || (actual == "ERROR 22008" && expected is "ERROR 22007" or "ERROR 22008");

    private static BoundExpression? TryBind(string sql)
    {
        try
        {
            return Bound.Scalar(sql);
        }
        catch (PipelineException)
        {
            return null;
        }
    }

    private async Task<string?[][]> AskAsync(string[] expressions)
    {
        await using var command = new NpgsqlCommand(
            "SELECT values_of(expression) FROM unnest(@texts) WITH ORDINALITY AS e (expression, place) ORDER BY place",
            _connection)
        { CommandTimeout = 600 };
        command.Parameters.AddWithValue("texts", expressions);
        await using NpgsqlDataReader reader = await command.ExecuteReaderAsync();
        var results = new List<string?[]>();
        while (await reader.ReadAsync())
        {
            results.Add(await reader.GetFieldValueAsync<string?[]>(0));
        }

        return [.. results];
    }
}
