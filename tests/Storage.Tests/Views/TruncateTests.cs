using Npgsql;
using PathwayOrleans.Storage.Connections;
using PathwayOrleans.Storage.Schema;
using PathwayOrleans.Storage.Views;
using PathwayOrleans.Testing;

namespace PathwayOrleans.Storage.Tests.Views;

/// <summary>Tables of results are emptied only together with the states that they were computed from.</summary>
public sealed class TruncateTests : IAsyncLifetime
{
    private const string Sql = SamplePipelines.Purchases + SamplePipelines.Customers + SamplePipelines.Visits;

    private PostgresForTests _database = null!;

    public async ValueTask InitializeAsync() => _database = await PostgresForTests.CreateAsync();

    public async ValueTask DisposeAsync() => await _database.DisposeAsync();

    [Theory]
    [InlineData("TRUNCATE events", "events")]
    [InlineData("TRUNCATE TABLE customers", "customers")]
    [InlineData("TRUNCATE source_progress, visits CASCADE", "visits")]
    public async Task Truncate_is_refused_and_names_the_reset(string sql, string table)
    {
        await using PipelineProcess process = await StartAsync();
        PostgresException refused = await Assert.ThrowsAsync<PostgresException>(() => _database.ExecuteAsync(sql));
        Assert.Equal("PW008", refused.SqlState);
        Assert.Equal(
            $"TRUNCATE of \"{table}\" would leave the states of the keys, which go on with the values that it had",
            refused.MessageText);
        Assert.Equal("Run ./pathway reset, which empties all tables of the service together.", refused.Hint);
        Assert.Equal(["u"], await _database.RowsAsync("SELECT user_id FROM events"));
        Assert.Equal(["c"], await _database.RowsAsync("SELECT customer_id FROM customers"));
    }

    [Fact]
    public async Task The_table_of_events_is_guarded_in_a_database_of_an_earlier_version()
    {
        await EarlierBuild.MigrateAsync(_database, EarlierBuild.LastWithoutRepeatableScripts);
        await using StorageProcess process = await StorageProcess.StartAsync(_database.Url);
        await Assert.ThrowsAsync<PostgresException>(() => _database.ExecuteAsync("TRUNCATE events"));
    }

    [Fact]
    public async Task A_reset_empties_everything_and_the_same_pipeline_counts_from_the_first_event()
    {
        await using PipelineProcess process = await StartAsync();
        await process.RegisterAsync(Sql + SamplePipelines.PerHour);
        Assert.NotNull(process.Pipeline.Views[2].Since);
        IReadOnlyDictionary<string, long> emptied = await ResetAsync(process);
        Assert.Equal(1, emptied["events"]);
        Assert.Equal(1, emptied["customers"]);
        Assert.Equal(0, emptied["per_hour"]);

        await using PipelineProcess again = await PipelineProcess.StartAsync(_database.Url, Sql + SamplePipelines.PerHour);
        Assert.All(again.Pipeline.Views, view => Assert.Null(view.Since));
        Assert.Equal(process.Pipeline.Views.Select(view => view.Number), again.Pipeline.Views.Select(view => view.Number));
        Assert.True((await again.CommitAsync("u", 0)).Committed);
        Assert.Empty(await _database.RowsAsync("SELECT customer_id FROM customers"));
    }

    [Fact]
    public async Task After_a_reset_another_pipeline_may_have_the_same_names()
    {
        await using PipelineProcess process = await StartAsync();
        await ResetAsync(process);
        await using PipelineProcess other = await PipelineProcess.StartAsync(
            _database.Url,
            "CREATE SOURCE s (sku integer NOT NULL, at timestamptz, WATERMARK FOR at AS at); " +
            "CREATE MATERIALIZED VIEW customers AS SELECT sku, window_start, window_end, count(*) AS n " +
            "FROM SESSION(s, at, INTERVAL '1 day') GROUP BY sku, window_start, window_end;");
        Assert.Equal(["sku"], other.Pipeline.Key);
        Assert.Empty(await _database.RowsAsync("SELECT n FROM customers_status"));
        Assert.Equal(
            ["customers|written", "visits|emptied"],
            await _database.RowsAsync("SELECT name, state FROM pipeline_views ORDER BY name"));
        await Assert.ThrowsAsync<PostgresException>(() => _database.ExecuteAsync("TRUNCATE customers"));
    }

    private static async Task<IReadOnlyDictionary<string, long>> ResetAsync(PipelineProcess process)
    {
        await using var session = new DatabaseSession(process.Storage.Options, "pathway-reset");
        return await session.UseAsync(
            async (connection, token) =>
            {
                await using NpgsqlTransaction transaction = await connection.BeginTransactionAsync(token);
                IReadOnlyDictionary<string, long> emptied = await ServiceTables.EmptyAsync(connection, token);
                await transaction.CommitAsync(token);
                return emptied;
            },
            CancellationToken.None);
    }

    private async Task<PipelineProcess> StartAsync()
    {
        PipelineProcess process = await PipelineProcess.StartAsync(_database.Url, Sql);
        ViewRows rows = process.RowsOf("customers");
        ((TextBuffer)rows.Columns[0]).Add("c");
        foreach (ColumnBuffer column in rows.Columns.Skip(1))
        {
            column.AddNull();
        }

        await process.CommitAsync("u", 0, rows);
        await process.CommitProgressAsync("u", 1, 3);
        await _database.ExecuteAsync("INSERT INTO events VALUES ('u', 1, 1, 1)");
        return process;
    }
}
