using Npgsql;
using PathwayOrleans.Configuration;
using PathwayOrleans.Pipelines.Binding;
using PathwayOrleans.Storage.Commit;
using PathwayOrleans.Storage.Views;
using PathwayOrleans.Testing;

namespace PathwayOrleans.Storage.Tests.Views;

[Trait("Tier", "Slow")]
public sealed class PipelineRegistryTests : IAsyncLifetime
{
    private const string VersionsSql = "SELECT version FROM orleansstorage";
    private const string Two = SamplePipelines.Purchases + SamplePipelines.Customers + SamplePipelines.PerHour;
    private const string One = SamplePipelines.Purchases + SamplePipelines.Customers;

    private const string Rebuild =
        "run it as another service, with a Pathway:ServiceId of its own, which reads the source from its start, or empty the " +
        "tables of this one with ./pathway reset --all.";

    private PostgresForTests _database = null!;

    public async ValueTask InitializeAsync() => _database = await PostgresForTests.CreateAsync();

    public async ValueTask DisposeAsync() => await _database.DisposeAsync();

    [Fact]
    public async Task The_same_pipeline_goes_on_however_it_is_written()
    {
        await using PipelineProcess process = await PipelineProcess.StartAsync(_database.Url, Two);
        string[] before = await ObjectsAsync();
        string reformatted = "-- a comment\n" + Two.ReplaceLineEndings("\n\n  ")
            .Replace("count(*)", "COUNT( * )", StringComparison.Ordinal)
            .Replace("(amount >= 1000)", "(((amount) >= (1000))) /* large */", StringComparison.Ordinal)
            .Replace("FROM purchases GROUP BY customer_id", "from \"purchases\" group by customer_id", StringComparison.Ordinal);
        await using PipelineProcess other = await PipelineProcess.StartAsync(_database.Url, reformatted);
        Assert.Equal(process.Pipeline.Generation, other.Pipeline.Generation);
        Assert.Equal(before, await ObjectsAsync());
    }

    [Fact]
    public async Task A_new_view_counts_from_now_on_and_the_first_ones_from_the_first_event()
    {
        await using PipelineProcess process = await PipelineProcess.StartAsync(_database.Url, One);
        Assert.Null(Assert.Single(process.Pipeline.Views).Since);
        await process.CommitProgressAsync("u", 0, 7);

        await using PipelineProcess later = await PipelineProcess.StartAsync(_database.Url, Two);
        Assert.Equal(process.Pipeline.Generation + 1, later.Pipeline.Generation);
        Assert.Null(later.Pipeline.Views[0].Since);
        Assert.NotNull(later.Pipeline.Views[1].Since);
        Assert.Equal(
            ["customers|True|written", "per_hour|False|written"],
            await _database.RowsAsync("SELECT name, since IS NULL, state FROM pipeline_views ORDER BY name"));
    }

    [Fact]
    public async Task A_view_that_is_gone_keeps_its_table_and_does_not_come_back_by_itself()
    {
        await using PipelineProcess process = await PipelineProcess.StartAsync(_database.Url, Two);
        int number = process.Pipeline.Views[1].Number;
        await _database.ExecuteAsync("INSERT INTO per_hour VALUES ('c', 'epoch', 'epoch', 1)");
        await process.RegisterAsync(One);
        Assert.Equal(["c"], await _database.RowsAsync("SELECT customer_id FROM per_hour"));
        Assert.Equal(["dropped"], await _database.RowsAsync("SELECT state FROM pipeline_views WHERE name = 'per_hour'"));

        ConfigurationRejectedException refused = await Assert.ThrowsAsync<ConfigurationRejectedException>(
            () => process.RegisterAsync(Two + SamplePipelines.Visits));
        string dropped = await _database.ScalarAsync<string>(
            "SELECT to_char(state_since AT TIME ZONE 'utc', 'YYYY-MM-DD HH24:MI:SS\"Z\"') FROM pipeline_views " +
            "WHERE name = 'per_hour'");
        Assert.Equal(
            $"The view 'per_hour' has missed all events since {dropped}, when a pipeline without it was started. Give the view " +
            "another name, which counts from now on; or delete its table and its rows with ./pathway pipeline accept --drop " +
            $"per_hour, and it counts from now on; or {Rebuild}",
            refused.Message);

        await process.Registry.DropViewAsync("per_hour", CancellationToken.None);
        await process.RegisterAsync(Two + SamplePipelines.Visits);
        Assert.NotEqual(number, process.Pipeline.Views[1].Number);
        Assert.Empty(await _database.RowsAsync("SELECT customer_id FROM per_hour"));
    }

    [Fact]
    public async Task A_changed_view_is_refused_with_the_lines_that_differ()
    {
        await using PipelineProcess process = await PipelineProcess.StartAsync(_database.Url, Two);
        string changed = Two.Replace(
            "sum(amount) AS revenue, max(at) AS last_seen\nFROM purchases",
            "avg(amount) AS revenue, max(at) AS last_seen\nFROM purchases WHERE is_large",
            StringComparison.Ordinal);
        ConfigurationRejectedException refused = await Assert.ThrowsAsync<ConfigurationRejectedException>(
            () => process.RegisterAsync(changed));
        Assert.Equal(
            "The view 'customers' differs from the one that its table was computed with:\n" +
            "  - sum(amount) AS \"revenue\"\n" +
            "  + WHERE is_large\n" +
            "  + avg(amount) AS \"revenue\"\n" +
            "Give the new one another name, which counts from now on; or delete the table and its rows with ./pathway pipeline " +
            $"accept --drop customers, and it counts from now on; or {Rebuild}",
            refused.Message);
        Assert.Equal(["1"], await _database.RowsAsync("SELECT count(*) FROM pathway_pipelines"));
    }

    [Fact]
    public async Task Columns_in_another_order_are_a_change()
    {
        await using PipelineProcess process = await PipelineProcess.StartAsync(_database.Url, One);
        ConfigurationRejectedException refused = await Assert.ThrowsAsync<ConfigurationRejectedException>(
            () => process.RegisterAsync(One.Replace(
                "count(*) AS purchases, sum(amount) AS revenue", "sum(amount) AS revenue, count(*) AS purchases",
                StringComparison.Ordinal)));
        Assert.Contains(
            "  - count(*) AS \"purchases\"\n  - sum(amount) AS \"revenue\"\n", refused.Message, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("amount numeric DEFAULT 0 ON EMPTY", "amount numeric DEFAULT 1 ON EMPTY",
        "  - \"amount\" numeric PATH '$.\"amount\"' DEFAULT CAST(0 AS numeric) ON EMPTY\n" +
        "  + \"amount\" numeric PATH '$.\"amount\"' DEFAULT CAST(1 AS numeric) ON EMPTY\n")]
    [InlineData("at - INTERVAL '5 seconds'", "at - INTERVAL '6 seconds'",
        "  - WATERMARK FOR \"at\" DELAY 5 seconds\n  + WATERMARK FOR \"at\" DELAY 6 seconds\n")]
    [InlineData("(amount >= 1000)", "(amount > 1000)", "  - \"is_large\" boolean AS (amount >= CAST(1000 AS numeric))\n")]
    [InlineData("'$.customer.id' NOT NULL", "'$.customer.id'",
        "  - \"customer_id\" text PATH '$.\"customer\".\"id\"' NOT NULL\n" +
        "  + \"customer_id\" text PATH '$.\"customer\".\"id\"'\n")]
    public async Task A_changed_source_is_refused_with_the_lines_that_differ(string old, string now, string lines)
    {
        await using PipelineProcess process = await PipelineProcess.StartAsync(_database.Url, Two);
        ConfigurationRejectedException refused = await Assert.ThrowsAsync<ConfigurationRejectedException>(
            () => process.RegisterAsync(Two.Replace(old, now, StringComparison.Ordinal)));
        Assert.StartsWith(
            $"The source 'purchases' differs from the one that this service has counted with:\n{lines}",
            refused.Message, StringComparison.Ordinal);
        Assert.EndsWith(
            $"Undo the change, declare a new column beside the old one for new views, or {Rebuild}",
            refused.Message, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("", "", "customer_id text NOT NULL, amount numeric", "amount numeric, customer_id text NOT NULL",
        "  - \"customer_id\" text FIELD 1 NOT NULL\n  - \"amount\" numeric FIELD 2\n" +
        "  + \"amount\" numeric FIELD 1\n  + \"customer_id\" text FIELD 2 NOT NULL\n")]
    [InlineData("", "(delimiter = ',', null = 'x')", "", "",
        "  - FORMAT PLAIN ENCODE CSV (delimiter = ',', null = '')\n  + FORMAT PLAIN ENCODE CSV (delimiter = ',', null = 'x')\n")]
    [InlineData("", "(delimiter = ',', null = '')", "amount numeric", "amount numeric, more text", null)]
    [InlineData("(header = 'customer_id,amount')", "(header = 'x,amount,customer_id,y')", "", "", null)]
    public async Task A_field_of_CSV_that_moved_is_refused_unless_it_has_a_name(
        string oldOptions, string newOptions, string old, string now, string? lines)
    {
        const string Columns = "customer_id text NOT NULL, amount numeric";
        const string View = "CREATE MATERIALIZED VIEW v AS SELECT customer_id, sum(amount) AS a FROM s GROUP BY customer_id;";
        string Sql(string columns, string options) => $"CREATE SOURCE s ({columns}) FORMAT PLAIN ENCODE CSV {options};\n{View}";
        await using PipelineProcess process = await PipelineProcess.StartAsync(_database.Url, Sql(Columns, oldOptions));
        string changed = Sql(old.Length == 0 ? Columns : Columns.Replace(old, now, StringComparison.Ordinal), newOptions);
        if (lines is null)
        {
            await process.RegisterAsync(changed);
            return;
        }

        ConfigurationRejectedException refused =
            await Assert.ThrowsAsync<ConfigurationRejectedException>(() => process.RegisterAsync(changed));
        Assert.Contains(lines, refused.Message, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Another_key_is_refused()
    {
        await using PipelineProcess process = await PipelineProcess.StartAsync(_database.Url, One);
        ConfigurationRejectedException refused = await Assert.ThrowsAsync<ConfigurationRejectedException>(
            () => process.RegisterAsync(SamplePipelines.Purchases +
                "CREATE MATERIALIZED VIEW skus AS SELECT sku, count(*) AS n FROM purchases GROUP BY sku;"));
        Assert.Equal(
            "The pipeline groups by sku, but this service by customer_id, which is the key of its states. To group by another " +
            $"key {Rebuild}",
            refused.Message);
    }

    [Fact]
    public async Task The_order_of_the_key_stays_when_views_name_it_in_another_order()
    {
        const string ByTwo = "CREATE MATERIALIZED VIEW a AS SELECT sku, customer_id, count(*) AS n FROM purchases GROUP BY ";
        await using PipelineProcess process = await PipelineProcess.StartAsync(
            _database.Url, $"{SamplePipelines.Purchases}{ByTwo}sku, customer_id;");
        Assert.Equal(["sku", "customer_id"], process.Pipeline.Key);
        long generation = process.Pipeline.Generation;
        await process.RegisterAsync($"{SamplePipelines.Purchases}{ByTwo}customer_id, sku;");
        Assert.Equal(["sku", "customer_id"], process.Pipeline.Key);
        Assert.Equal(generation, process.Pipeline.Generation);
    }

    [Fact]
    public async Task New_columns_of_the_source_and_another_lateness_are_no_contradiction()
    {
        await using PipelineProcess process = await PipelineProcess.StartAsync(_database.Url, Two);
        string more = Two.Replace("sku text,", "sku text, country text,", StringComparison.Ordinal)
            .Replace("'10 minutes'", "'20 minutes'", StringComparison.Ordinal)
            + "CREATE MATERIALIZED VIEW countries AS SELECT customer_id, last_value(country) AS country FROM purchases " +
            "GROUP BY customer_id;";
        await process.RegisterAsync(more);
        Assert.Equal(3, process.Pipeline.Views.Count);
        Assert.Equal(
            ["True"],
            await _database.RowsAsync(
                "SELECT allowed_lateness = interval '20 minutes' FROM pipeline_views WHERE name = 'per_hour'"));
    }

    [Fact]
    public async Task Of_many_processes_with_the_same_pipeline_one_creates_the_tables()
    {
        await using PipelineProcess process = await PipelineProcess.StartWithoutAsync(_database.Url);
        PipelineProcess[] processes = await Task.WhenAll(
            Enumerable.Range(0, 8).Select(_ => Task.Run(() => PipelineProcess.StartAsync(_database.Url, Two))));
        Assert.Single(processes.Select(started => started.Pipeline.Generation).Distinct());
        Assert.Equal(["2"], await _database.RowsAsync("SELECT count(*) FROM pipeline_views"));
        foreach (PipelineProcess started in processes)
        {
            await started.DisposeAsync();
        }
    }

    [Fact]
    public async Task Of_two_processes_with_contradicting_pipelines_one_wins_and_the_other_is_refused()
    {
        string[] texts = [One, One.Replace("sum(amount)", "avg(amount)", StringComparison.Ordinal)];
        await using PipelineProcess first = await PipelineProcess.StartWithoutAsync(_database.Url);
        await using PipelineProcess second = await PipelineProcess.StartWithoutAsync(_database.Url);
        Task<RegisteredPipeline>[] starting =
        [
            Task.Run(() => first.RegisterAsync(texts[0])), Task.Run(() => second.RegisterAsync(texts[1])),
        ];
        await Task.WhenAll(starting.Select(start => start.ContinueWith(_ => { }, TaskScheduler.Default)));
        Assert.Equal(1, starting.Count(start => start.IsCompletedSuccessfully));
        ConfigurationRejectedException refused = Assert.IsType<ConfigurationRejectedException>(
            Assert.Single(starting, start => start.IsFaulted).Exception!.InnerException);
        Assert.StartsWith("The view 'customers' differs", refused.Message, StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_process_whose_pipeline_was_replaced_writes_no_more_and_does_not_start_again()
    {
        await using PipelineProcess earlier = await PipelineProcess.StartAsync(_database.Url, One);
        Assert.True((await earlier.CommitAsync("u", 0)).Committed);
        await using PipelineProcess later = await PipelineProcess.StartAsync(_database.Url, Two);

        PipelineReplacedException stopped = await Assert.ThrowsAsync<PipelineReplacedException>(
            () => earlier.CommitAsync("u", 1));
        Assert.Contains(
            "The pipeline of service 'pathway' was replaced while this process was running", stopped.Message,
            StringComparison.Ordinal);
        Assert.Equal(["1"], await _database.RowsAsync(VersionsSql));

        ConfigurationRejectedException refused = await Assert.ThrowsAsync<ConfigurationRejectedException>(
            () => PipelineProcess.StartAsync(_database.Url, One));
        Assert.StartsWith("The pipeline was replaced by another one at ", refused.Message, StringComparison.Ordinal);
        Assert.EndsWith(
            "Start this process with the pipeline that the others have. To go back to this one, stop the others and run " +
            "./pathway pipeline accept.",
            refused.Message, StringComparison.Ordinal);
        Assert.Equal(
            ["written"], await _database.RowsAsync("SELECT state FROM pipeline_views WHERE name = 'per_hour'"));

        await earlier.Registry.AcceptAsync(
            PipelineBinder.Bind(One), PipelineProcess.IdleTimeout, CancellationToken.None);
        await using PipelineProcess back = await PipelineProcess.StartAsync(_database.Url, One);
        Assert.True((await back.CommitAsync("u", 1)).Committed);
        await Assert.ThrowsAsync<PipelineReplacedException>(() => later.CommitAsync("u", 2));
    }

    [Fact]
    public async Task A_new_view_waits_for_the_commits_that_run()
    {
        await using PipelineProcess earlier = await PipelineProcess.StartAsync(_database.Url, One);
        await earlier.CommitProgressAsync("u", 0, 1);
        await using PipelineProcess later = await PipelineProcess.StartWithoutAsync(_database.Url);
        await using NpgsqlConnection commit = await _database.ConnectAsync();
        await using (NpgsqlTransaction transaction = await commit.BeginTransactionAsync())
        {
            await using var command = new NpgsqlCommand("UPDATE writer_commits SET commit_no = commit_no", commit);
            await command.ExecuteNonQueryAsync();
            Task<RegisteredPipeline> registering = later.RegisterAsync(Two);
            await Eventually.SucceedsAsync(
                async () => await _database.WaitingForLocksAsync() == 1, "the registration to wait for the commit");
            Task<CommitOutcome> next = earlier.CommitAsync("u", 1);
            await Eventually.SucceedsAsync(
                async () => await _database.WaitingForLocksAsync() == 2, "the next commit to wait for the registration");
            await transaction.CommitAsync();
            await registering;
            await Assert.ThrowsAsync<PipelineReplacedException>(() => next);
        }

        Assert.Equal(["1"], await _database.RowsAsync(VersionsSql));
    }

    [Fact]
    public async Task A_running_process_notices_that_a_view_was_deleted()
    {
        await using PipelineProcess running = await PipelineProcess.StartAsync(_database.Url, One);
        await using PipelineProcess command = await PipelineProcess.StartWithoutAsync(_database.Url);
        await command.Registry.DropViewAsync("customers", CancellationToken.None);
        ViewRows rows = running.RowsOf("customers");
        ((TextBuffer)rows.Columns[0]).Add("c");
        foreach (ColumnBuffer column in rows.Columns.Skip(1))
        {
            column.AddNull();
        }

        await Assert.ThrowsAsync<PipelineReplacedException>(() => running.CommitAsync("u", 0, rows));
        Assert.Empty(await _database.RowsAsync(VersionsSql));
        await using PipelineProcess again = await PipelineProcess.StartAsync(_database.Url, One);
        Assert.True((await again.CommitAsync("u", 0)).Committed);
    }

    [Fact]
    public async Task A_view_that_does_not_exist_or_is_needed_is_not_deleted()
    {
        await using PipelineProcess process = await PipelineProcess.StartAsync(_database.Url, Two + SamplePipelines.Best);
        ConfigurationRejectedException unknown = await Assert.ThrowsAsync<ConfigurationRejectedException>(
            () => process.Registry.DropViewAsync("custmers", CancellationToken.None));
        Assert.Equal("The service has no materialized view 'custmers'. It has customers, per_hour.", unknown.Message);

        await _database.ExecuteAsync("CREATE VIEW mine AS SELECT count(*) AS n FROM customers");
        ConfigurationRejectedException needed = await Assert.ThrowsAsync<ConfigurationRejectedException>(
            () => process.Registry.DropViewAsync("customers", CancellationToken.None));
        Assert.Equal(
            "The table 'customers' cannot be deleted, because mine needs it. Delete that first.",
            needed.Message);
        Assert.Equal(["0"], await _database.RowsAsync("SELECT count(*) FROM best"));
    }

    private Task<string[]> ObjectsAsync() => _database.RowsAsync(
        "SELECT 'class', oid::text, relname FROM pg_class WHERE relnamespace = 'public'::regnamespace UNION ALL " +
        "SELECT 'function', xmin::text, oid::regprocedure::text FROM pg_proc WHERE pronamespace = 'public'::regnamespace " +
        "ORDER BY 1, 3");
}
