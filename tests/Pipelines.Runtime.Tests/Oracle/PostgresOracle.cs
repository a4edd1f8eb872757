using Npgsql;
using PathwayOrleans.Pipelines.Runtime.Tests.Oracle;
using PathwayOrleans.Testing;

[assembly: AssemblyFixture(typeof(PostgresOracle))]

namespace PathwayOrleans.Pipelines.Runtime.Tests.Oracle;

/// <summary>
/// Evaluates expressions in Postgres and compares the results, as text, with what the runtime gives for the same arguments.
/// Errors compare by their SQLSTATE.
/// </summary>
public sealed class PostgresOracle : IAsyncLifetime
{
    private const int ShownMismatches = 25;

    private PostgresForTests? _database;
    private int _comparisons;
    private int _functions;

    public async ValueTask InitializeAsync() => _database = await PostgresForTests.CreateAsync();

    public async ValueTask DisposeAsync()
    {
        Console.WriteLine($"{_comparisons} results compared with Postgres");
        if (_database is not null)
        {
            await _database.DisposeAsync();
        }
    }

    /// <summary>Compares an expression for each row of arguments.</summary>
    /// <param name="expression">SQL; <c>$1</c>, <c>$2</c> and so on are the arguments as text.</param>
    /// <param name="cases">The arguments.</param>
    /// <param name="evaluate">The same expression with the runtime; the result as Postgres's text.</param>
    public async Task CheckAsync(string expression, IReadOnlyList<string?[]> cases, Func<string[], string?> evaluate)
    {
        string?[] expected = await EvaluateAsync(expression, cases);
        var mismatches = new List<string>();
        for (int i = 0; i < cases.Count; i++)
        {
            string? actual = Evaluate(evaluate, cases[i]!);
            if (actual != expected[i] && !IntendedDifferences.Contain(new(expression, cases[i], expected[i], actual)))
            {
                mismatches.Add($"({string.Join(", ", cases[i])}): Postgres {expected[i] ?? "NULL"}, here {actual ?? "NULL"}");
            }
        }

        Interlocked.Add(ref _comparisons, cases.Count);
        Assert.True(
            mismatches.Count == 0,
            $"{expression}: {mismatches.Count} of {cases.Count} differ\n{string.Join('\n', mismatches.Take(ShownMismatches))}");
    }

    /// <summary>The results of Postgres, as text; errors as <c>ERROR</c> and the SQLSTATE.</summary>
    private async Task<string?[]> EvaluateAsync(string expression, IReadOnlyList<string?[]> cases)
    {
        int count = cases[0].Length;
        string name = $"pg_temp.f{Interlocked.Increment(ref _functions)}";
        string types = string.Join(", ", Enumerable.Repeat("text", count));
        await using NpgsqlConnection connection = await _database!.ConnectAsync();
        await using (var create = new NpgsqlCommand(
            $"""
            SET TimeZone = 'UTC';
            SET DateStyle = 'ISO, YMD';
            SET IntervalStyle = 'postgres';
            SET extra_float_digits = 1;
            CREATE FUNCTION {name}({types}) RETURNS text LANGUAGE plpgsql AS $body$
            BEGIN
                RETURN ({expression})::text;
            EXCEPTION WHEN OTHERS THEN
                RETURN 'ERROR ' || SQLSTATE;
            END $body$;
            """,
            connection))
        {
            await create.ExecuteNonQueryAsync();
        }

        string columns = string.Join(", ", Enumerable.Range(1, count).Select(i => $"a{i}"));
        string arrays = string.Join(", ", Enumerable.Range(1, count).Select(i => $"${i}::text[]"));
        await using var query = new NpgsqlCommand(
            $"SELECT {name}({columns}) FROM unnest({arrays}) WITH ORDINALITY AS t({columns}, n) ORDER BY n", connection);
        for (int column = 0; column < count; column++)
        {
            query.Parameters.Add(new NpgsqlParameter { Value = cases.Select(row => row[column]).ToArray() });
        }

        var results = new List<string?>(cases.Count);
        await using NpgsqlDataReader reader = await query.ExecuteReaderAsync();
        while (await reader.ReadAsync())
        {
            results.Add(await reader.IsDBNullAsync(0) ? null : reader.GetString(0));
        }

        return [.. results];
    }

    private static string? Evaluate(Func<string[], string?> evaluate, string[] arguments)
    {
        try
        {
            return evaluate(arguments);
        }
        catch (EvaluationException e)
        {
            return $"ERROR {e.SqlState}";
        }
    }
}
