using System.Text;
using Npgsql;
using PathwayOrleans.Demo.Proof;
using PathwayOrleans.Demo.Subjects;
using PathwayOrleans.Pipelines.Oracle;
using PathwayOrleans.Testing;
using PathwayOrleans.Testing.Folders;

namespace PathwayOrleans.Demo.Tests;

/// <summary>The proof finds every kind of difference between the service's tables and those of the oracle.</summary>
public sealed class PipelineProofTests : IAsyncLifetime
{
    private const string Source = "topic@cluster";

    // Without a count, lost records cannot be told from other differences.
    private const string WithoutCount =
        """
        CREATE SOURCE s (k text NOT NULL, n integer);
        CREATE MATERIALIZED VIEW sums AS SELECT k, sum(n) AS total FROM s GROUP BY k;
        """;

    private const string Sql =
        """
        CREATE SOURCE s (k text NOT NULL, n integer NOT NULL, d double precision, at timestamptz NOT NULL,
            WATERMARK FOR at AS at);
        CREATE MATERIALIZED VIEW "to tals" AS
        SELECT k, count(*) AS n, sum(n) AS total, avg(d) AS mean, approx_percentile(0.9) WITHIN GROUP (ORDER BY n) AS high
        FROM s GROUP BY k;
        CREATE MATERIALIZED VIEW minutes AS
        SELECT k, window_start, window_end, count(*) AS n FROM TUMBLE(s, at, INTERVAL '1 minute')
        WHERE n > 0 GROUP BY k, window_start, window_end;
        """;

    private PostgresForTests? _database;
    private NpgsqlConnection? _connection;
    private VerifiedPipeline? _pipeline;

    public async ValueTask InitializeAsync()
    {
        _database = await PostgresForTests.CreateAsync();
        _connection = await _database.ConnectAsync();
        string letters =
            "CREATE TABLE dead_letters (source text, partition integer, position numeric, reason text, windows text[])";
        await _database.ExecuteAsync(letters);
    }

    public async ValueTask DisposeAsync()
    {
        await _connection!.DisposeAsync();
        await _database!.DisposeAsync();
    }

    [Fact]
    public async Task Each_difference_is_found_and_equal_tables_have_none()
    {
        await ComputeAsync(
            Sql,
            Record("a", 1, 0), Record("a", 2, 30), Record("b", 3, 61), Record("b", 0, 62), Record("c", 5, 5), Record("", 5, 70),
            "{\"k\":\"a\"}", "{");
        PipelineProofResult equal = await CompareAsync();
        Assert.True(equal.Holds, string.Join('\n', equal.Differences));
        Assert.Equal([new("to tals", 3, 0), new("minutes", 2, 0)], equal.Views);
        Assert.Equal(
            [new("invalid", 1, 1, 0), new("invalid_json", 1, 1, 0), new("late", 1, 1, 0), new("missing", 1, 1, 0)],
            equal.DeadLetters);

        // Within the documented errors of sums of doubles and of percentiles.
        await AssertAsync("UPDATE \"to tals\" SET mean = mean * (1 + 1e-12), high = high * 1.005");
        await AssertAsync(
            "UPDATE \"to tals\" SET mean = mean * 1.001 WHERE k = 'a'", mismatches: 1, difference: "to tals (k a): mean is ");
        await AssertAsync(
            "UPDATE \"to tals\" SET high = 9 WHERE k = 'a'", mismatches: 1, difference: "to tals (k a): high is 9, expected ");
        await AssertAsync(
            "UPDATE \"to tals\" SET total = total + 1 WHERE k = 'b'", mismatches: 1,
            difference: "to tals (k b): total is 4, expected 3");
        await AssertAsync(
            "UPDATE \"to tals\" SET n = n - 1 WHERE k = 'b'", lost: 1, mismatches: 1,
            difference: "to tals (k b): n is 1, expected 2");
        await AssertAsync(
            "UPDATE \"to tals\" SET n = n + CASE k WHEN 'a' THEN 3 ELSE -1 END WHERE k <> 'c'", lost: 1, duplicated: 3,
            mismatches: 2);
        await AssertAsync(
            "DELETE FROM \"to tals\" WHERE k = 'a'", lost: 2, mismatches: 1, difference: "to tals (k a): the row is missing: n 2");
        await AssertAsync(
            "INSERT INTO minutes SELECT k, window_start + INTERVAL '1 hour', window_end, n FROM minutes WHERE k = 'a'",
            duplicated: 2, mismatches: 1, difference: "the row is not expected: window_end");
        await AssertAsync(
            "DELETE FROM dead_letters WHERE reason = 'missing'", letters: 1, difference: "(missing): missing");
        await AssertAsync(
            "UPDATE dead_letters SET reason = 'missing' WHERE reason = 'invalid'", letters: 2,
            difference: "(missing): not expected");
        await AssertAsync(
            "UPDATE dead_letters SET windows = '{\"to tals\"}' WHERE reason = 'late'", letters: 1,
            difference: "(late): expected for minutes, found for to tals");
        await AssertAsync("INSERT INTO dead_letters VALUES ('another source', 0, 1, 'missing')");
    }

    [Fact]
    public async Task Without_a_count_the_proof_does_not_tell_how_many_records_are_lost()
    {
        await ComputeAsync(WithoutCount, "{\"k\":\"a\",\"n\":1}", "{\"k\":\"b\",\"n\":1}");
        PipelineProofResult equal = await CompareAsync();
        Assert.True(equal.Holds);
        Assert.Equal((null, null), (equal.Lost, equal.Duplicated));
        await _database!.ExecuteAsync("DELETE FROM sums WHERE k = 'a'");
        PipelineProofResult proof = await CompareAsync();
        Assert.False(proof.Holds);
        Assert.Equal((null, null, 1), (proof.Lost, proof.Duplicated, proof.Mismatches));
    }

    // Names that are special in a function of Postgres, and aggregates of which one needs the order of events and one sorts.
    [Fact]
    public async Task Any_pipeline_is_computed()
    {
        long counted = await ComputeAsync(
            """
            CREATE SOURCE s (k text NOT NULL, found boolean NOT NULL, "PATHWAY" integer, sqlstate integer, n integer,
                at timestamptz NOT NULL, WATERMARK FOR at AS at);
            CREATE MATERIALIZED VIEW v AS
            SELECT k, window_start, window_end, first_value(n) AS first, last_value(n) FILTER (WHERE found) AS last,
                approx_percentile(0.5) WITHIN GROUP (ORDER BY n) AS middle
            FROM TUMBLE(s, at, INTERVAL '1 minute') WHERE found OR n > 0 GROUP BY window_end, k, window_start;
            """,
            Row("a", true, 3, 40), Row("a", false, 1, 20), Row("b", true, 9, 41), Row("b", true, 8, 41), Row("a", true, 2, 65),
            Row("a", true, 5, 1), Row("a", false, 0, 66));
        Assert.Equal(
            ["a|1|3|1", "a|2|2|2", "b|9|8|8"],
            (await _database!.RowsAsync("SELECT k, first, last, middle FROM v")).Order(StringComparer.Ordinal));

        // The event at second 1 is late, and the last one passes no WHERE.
        Assert.Equal(6, counted);

        static string Row(string key, bool found, int n, int second)
        {
            string at = $"2026-03-02T08:{second / 60:d2}:{second % 60:d2}Z";
            return $$"""{"k":"{{key}}","found":{{(found ? "true" : "false")}},"n":{{n}},"at":"{{at}}"}""";
        }
    }

    private static string Record(string key, int n, int second) =>
        $$"""{"k":"{{key}}","n":{{n}},"d":{{n}}.1,"at":"2026-03-02T08:{{second / 60:d2}}:{{second % 60:d2}}Z"}""";

    // The service's tables are those of the oracle.
    private async Task<long> ComputeAsync(string sql, params string[] records)
    {
        using var folder = new FolderForTests();
        _pipeline = VerifiedPipeline.Read(folder.Write("pipeline.sql", sql));
        PostgresOracle oracle = await PostgresOracle.CreateAsync(
            _pipeline, _connection!, PipelineSubject.Schema, CancellationToken.None);
        long now = 1_800_000_000_000;
        await oracle.AddAsync(
            [.. records.Select((record, i) => new LoggedRecord(0, i, now, null, Encoding.UTF8.GetBytes(record)))],
            CancellationToken.None);
        long counted = await oracle.ComputeAsync(CancellationToken.None);
        foreach (ExpectedView view in _pipeline.Views)
        {
            await _database!.ExecuteAsync(
                $"CREATE TABLE \"{view.Name}\" AS SELECT * FROM {PipelineSubject.Schema}.\"{view.Name}\"");
        }

        await _database!.ExecuteAsync(
            $"INSERT INTO dead_letters SELECT '{Source}', * FROM {PipelineSubject.Schema}.pathway_letters");
        return counted;
    }

    private Task<PipelineProofResult> CompareAsync() => new PipelineProof(_connection!, PipelineSubject.Schema, "public")
        .CompareAsync(_pipeline!, Source, CancellationToken.None);

    // A change in a transaction that is rolled back.
    private async Task AssertAsync(
        string change, long lost = 0, long duplicated = 0, long mismatches = 0, long letters = 0, string? difference = null)
    {
        await using NpgsqlTransaction transaction = await _connection!.BeginTransactionAsync();
        await using (var command = new NpgsqlCommand($"SET LOCAL search_path = public; {change}", _connection))
        {
            Assert.NotEqual(0, await command.ExecuteNonQueryAsync());
        }

        PipelineProofResult proof = await CompareAsync();
        await transaction.RollbackAsync();
        Assert.Equal((lost, duplicated, mismatches), (proof.Lost, proof.Duplicated, proof.Mismatches));
        Assert.Equal(letters, proof.DeadLetters.Sum(reason => reason.Mismatches));
        Assert.Equal(lost + duplicated + mismatches + letters == 0, proof.Holds);
        if (difference is not null)
        {
            Assert.Contains(proof.Differences, found => found.Contains(difference, StringComparison.Ordinal));
        }
    }
}
