using PathwayOrleans.Configuration;
using PathwayOrleans.Pipelines.Binding;
using PathwayOrleans.Testing;

namespace PathwayOrleans.Storage.Tests.Views;

[Trait("Tier", "Slow")]
public sealed class ViewTableTests : IAsyncLifetime
{
    private const string ColumnsSql =
        "SELECT a.attname, format_type(a.atttypid, NULL), a.attnotnull, coalesce(c.collname, '') FROM pg_attribute AS a " +
        "LEFT JOIN pg_collation AS c ON c.oid = a.attcollation WHERE a.attrelid = '{0}'::regclass AND a.attnum > 0 " +
        "ORDER BY a.attnum";

    private const string KeySql =
        "SELECT pg_get_constraintdef(oid) FROM pg_constraint WHERE conrelid = '{0}'::regclass AND contype = 'p'";

    private PostgresForTests _database = null!;

    public async ValueTask InitializeAsync() => _database = await PostgresForTests.CreateAsync();

    public async ValueTask DisposeAsync() => await _database.DisposeAsync();

    [Fact]
    public async Task A_view_is_a_table_with_the_columns_of_its_select_list()
    {
        await using PipelineProcess process = await PipelineProcess.StartAsync(
            _database.Url, SamplePipelines.EveryType + SamplePipelines.Latest);
        Assert.Equal(
            [
                "k|text|True|C", "b|boolean|False|", "i|integer|False|", "l|bigint|False|", "r|real|False|",
                "d|double precision|False|", "n|numeric|False|", "t|text|False|default", "ts|timestamp with time zone|False|",
                "day|date|False|", "u|uuid|False|", "span|interval|False|",
            ],
            await RowsAsync(ColumnsSql, "latest"));
        Assert.Equal(["PRIMARY KEY (k)"], await RowsAsync(KeySql, "latest"));
        Assert.Equal(
            [SamplePipelines.Latest.TrimEnd(';')],
            await _database.RowsAsync("SELECT obj_description('latest'::regclass)"));
        Assert.Equal(
            ["k", "bool_or(b)", "max(i)"],
            await _database.RowsAsync("SELECT col_description('latest'::regclass, i) FROM generate_series(1, 3) AS i"));
    }

    [Fact]
    public async Task Views_cannot_have_the_names_of_the_tables_and_views_of_a_service()
    {
        await using StorageProcess process = await StorageProcess.StartAsync(_database.Url);
        string[] relations = await _database.RowsAsync(
            "SELECT relname FROM pg_class WHERE relnamespace = 'public'::regnamespace AND relkind IN ('r', 'v')");
        Assert.Equal(
            relations.Where(name => name != "events" && !Array.Exists(
                Names.OwnPrefixes, prefix => name.StartsWith(prefix, StringComparison.Ordinal))).Order(),
            Names.OwnTables.Order());
    }

    [Fact]
    public async Task A_windowed_view_has_its_window_in_the_key_and_a_companion()
    {
        await using PipelineProcess process = await PipelineProcess.StartAsync(
            _database.Url, SamplePipelines.Purchases + SamplePipelines.PerHour);
        Assert.Equal(
            [
                "customer_id|text|True|C", "window_start|timestamp with time zone|True|",
                "window_end|timestamp with time zone|True|", "revenue|numeric|False|", "pathway_state|bytea|False|",
            ],
            await RowsAsync(ColumnsSql, "per_hour"));
        Assert.Equal(["PRIMARY KEY (customer_id, window_start)"], await RowsAsync(KeySql, "per_hour"));
        Assert.Equal(
            ["customer_id", "window_start", "window_end", "revenue", "closed", "reopened_at"],
            await _database.RowsAsync(
                "SELECT attname FROM pg_attribute WHERE attrelid = 'per_hour_status'::regclass ORDER BY attnum"));
    }

    [Fact]
    public async Task Windows_of_Cumulate_with_the_same_start_have_a_row_each()
    {
        await using PipelineProcess process = await PipelineProcess.StartAsync(
            _database.Url,
            SamplePipelines.Purchases + """
            CREATE MATERIALIZED VIEW growing AS SELECT count(*) AS n, window_end, window_start, customer_id
            FROM CUMULATE(purchases, at, INTERVAL '1 hour', INTERVAL '1 day') GROUP BY customer_id, window_start, window_end;
            """);
        Assert.Equal(["PRIMARY KEY (customer_id, window_start, window_end)"], await RowsAsync(KeySql, "growing"));
    }

    [Theory]
    [InlineData("order")]
    [InlineData("Odd Name")]
    [InlineData("a'b;--")]
    [InlineData("$pathway$")]
    [InlineData(@"back\slash")]
    [InlineData("ünï")]
    public async Task Any_name_is_quoted(string name)
    {
        string sql = $"""
            CREATE SOURCE "{name}" ("{name}" text NOT NULL, at timestamptz, WATERMARK FOR at AS at);
            CREATE MATERIALIZED VIEW "{name} v" AS SELECT "{name}", window_start, window_end, count(*) AS "{name} n"
            FROM SESSION("{name}", at, INTERVAL '1 hour') GROUP BY "{name}", window_start, window_end;
            CREATE VIEW "{name} w" AS SELECT sum("{name} n") AS "{name}" FROM "{name} v_status" WHERE closed;
            """;
        await using PipelineProcess process = await PipelineProcess.StartAsync(_database.Url, sql);
        Assert.Equal(
            [$"{name} v", $"{name} v_status", $"{name} w"],
            await _database.RowsAsync(
                "SELECT relname FROM pg_class WHERE relkind IN ('r', 'v') AND relnamespace = 'public'::regnamespace AND " +
                $"starts_with(relname, {Quoted(name)}) AND relname <> {Quoted(name)} ORDER BY relname COLLATE \"C\""));
        await process.Registry.DropViewAsync($"{name} v", CancellationToken.None);
        await process.RegisterAsync(sql);
    }

    [Fact]
    public async Task Plain_views_are_created_last_and_follow_their_text()
    {
        const string Tables = SamplePipelines.Purchases + SamplePipelines.PerHour;
        await using PipelineProcess process = await PipelineProcess.StartAsync(
            _database.Url,
            Tables + "CREATE VIEW once AS SELECT count(*) AS n FROM per_hour; CREATE VIEW twice AS SELECT 2 * n AS n FROM once;");
        Assert.Equal(["0"], await _database.RowsAsync("SELECT n FROM twice"));

        // The same columns: the views are replaced. Others: they are created anew.
        await process.RegisterAsync(Tables + "CREATE VIEW once AS SELECT 21::bigint AS n; " +
            "CREATE VIEW twice AS SELECT 2 * n AS n FROM once;");
        Assert.Equal(["42"], await _database.RowsAsync("SELECT n FROM twice"));
        await process.RegisterAsync(Tables + "CREATE VIEW once AS SELECT 'x' AS t, 4.5 AS n; " +
            "CREATE VIEW twice AS SELECT 2 * n AS n FROM once;");
        Assert.Equal(["9.0"], await _database.RowsAsync("SELECT n FROM twice"));

        // A view that is gone is deleted: it has no rows of its own.
        await process.RegisterAsync(Tables);
        Assert.Empty(await _database.RowsAsync(
            "SELECT relname FROM pg_class WHERE relname IN ('once', 'twice')"));
    }

    [Fact]
    public async Task A_plain_view_that_Postgres_refuses_is_an_error_and_changes_nothing()
    {
        const string Tables = SamplePipelines.Purchases + SamplePipelines.PerHour;
        ConfigurationRejectedException refused = await Assert.ThrowsAsync<ConfigurationRejectedException>(
            () => PipelineProcess.StartAsync(_database.Url, Tables + "CREATE VIEW w AS SELECT revenu FROM per_hour;"));
        Assert.Equal(
            "Postgres refuses the view 'w' of the pipeline: column \"revenu\" does not exist. Perhaps you meant to reference " +
            "the column \"per_hour.revenue\". Correct its query, or give it another name.",
            refused.Message);
        Assert.Empty(await _database.RowsAsync("SELECT relname FROM pg_class WHERE relname = 'per_hour'"));
    }

    [Fact]
    public async Task A_plain_view_that_other_objects_need_is_not_deleted()
    {
        const string Tables = SamplePipelines.Purchases + SamplePipelines.PerHour;
        await using PipelineProcess process = await PipelineProcess.StartAsync(_database.Url, Tables + SamplePipelines.Best);
        await _database.ExecuteAsync("CREATE VIEW mine AS SELECT revenue FROM best");
        ConfigurationRejectedException refused = await Assert.ThrowsAsync<ConfigurationRejectedException>(
            () => process.RegisterAsync(Tables));
        Assert.Equal(
            "The view 'best' must be deleted or created anew, but mine needs it. Delete that first.",
            refused.Message);
    }

    [Theory]
    [InlineData("CREATE TABLE per_hour (id integer)", "per_hour")]
    [InlineData("CREATE VIEW per_hour_status AS SELECT 1 AS x", "per_hour_status")]
    public async Task A_table_of_another_application_is_not_touched(string sql, string name)
    {
        await _database.ExecuteAsync(sql);
        ConfigurationRejectedException refused = await Assert.ThrowsAsync<ConfigurationRejectedException>(
            () => PipelineProcess.StartAsync(_database.Url, SamplePipelines.Purchases + SamplePipelines.PerHour));
        Assert.Equal(
            $"Schema \"public\" has a table or view '{name}' already, which is no view of the pipeline. Rename it, give the " +
            "view 'per_hour' another name, or set Pathway:ServiceId so that this deployment uses a separate schema.",
            refused.Message);
    }

    [Fact]
    public async Task The_built_in_pipeline_uses_the_table_that_exists()
    {
        const string Source =
            "CREATE SOURCE e (user_id text NOT NULL, value double precision, time bigint, WATERMARK FOR time AS time); ";
        await using PipelineProcess process = await PipelineProcess.StartAsync(
            _database.Url,
            Source + "CREATE MATERIALIZED VIEW events AS SELECT user_id, count(*) AS count, sum(value) AS total_value, " +
            "max(time) AS time FROM e GROUP BY user_id;");
        Assert.Equal("events", Assert.Single(process.Pipeline.Views).Table.Name);

        await using PostgresForTests other = await PostgresForTests.CreateAsync();
        ConfigurationRejectedException refused = await Assert.ThrowsAsync<ConfigurationRejectedException>(
            () => PipelineProcess.StartAsync(
                other.Url, Source + "CREATE MATERIALIZED VIEW events AS SELECT user_id, count(*) AS n FROM e GROUP BY user_id;"));
        Assert.Equal(
            "'events' is the table of the built-in pipeline, with the columns \"user_id\" text, \"count\" bigint, " +
            "\"total_value\" double precision, \"time\" bigint. Give your view another name.",
            refused.Message);
    }

    private static string Quoted(string text) => $"'{text.Replace("'", "''", StringComparison.Ordinal)}'";

    private Task<string[]> RowsAsync(string sql, string table) =>
        _database.RowsAsync(sql.Replace("{0}", table, StringComparison.Ordinal));
}
