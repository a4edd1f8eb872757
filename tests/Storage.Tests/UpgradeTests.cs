using PathwayOrleans.Aggregation.Events;
using PathwayOrleans.Aggregation.State;
using PathwayOrleans.Configuration;
using PathwayOrleans.Pipelines;
using PathwayOrleans.Pipelines.Binding;
using PathwayOrleans.Pipelines.Compilation;
using PathwayOrleans.Pipelines.Reading;
using PathwayOrleans.Pipelines.State;
using PathwayOrleans.Storage.Commit;
using PathwayOrleans.Storage.GrainRows;
using PathwayOrleans.Storage.Schema;
using PathwayOrleans.Storage.Tests.Commit;
using PathwayOrleans.Storage.Tests.Views;
using PathwayOrleans.Storage.Views;
using PathwayOrleans.Testing;

namespace PathwayOrleans.Storage.Tests;

/// <summary>Databases of earlier builds.</summary>
[Trait("Tier", "Slow")]
public sealed class UpgradeTests
{
    public static TheoryData<int> EarlierVersions =>
        [.. Migration.All.Select(migration => migration.Number).Where(number => number < Migration.All[^1].Number)];

    [Theory]
    [MemberData(nameof(EarlierVersions))]
    public async Task A_database_of_each_earlier_version_gets_the_functions_and_tables_of_a_new_one(int version)
    {
        await using PostgresForTests earlier = await PostgresForTests.CreateAsync();
        await using PostgresForTests fresh = await PostgresForTests.CreateAsync();
        await EarlierBuild.MigrateAsync(earlier, version);
        await using (await StorageProcess.StartAsync(earlier.Url))
        await using (await StorageProcess.StartAsync(fresh.Url))
        {
            const string Functions =
                "SELECT oid::regprocedure::text, prosrc, proconfig::text FROM pg_proc " +
                "WHERE pronamespace = 'public'::regnamespace ORDER BY oid::regprocedure::text";
            const string Columns =
                "SELECT table_name, column_name, data_type, is_nullable FROM information_schema.columns " +
                "WHERE table_schema = 'public' ORDER BY table_name, ordinal_position";
            const string Scripts = "SELECT number, name, revision, hash FROM schema_migrations ORDER BY name";
            Assert.Equal(await fresh.RowsAsync(Functions), await earlier.RowsAsync(Functions));
            Assert.Equal(await fresh.RowsAsync(Columns), await earlier.RowsAsync(Columns));
            Assert.Equal(await fresh.RowsAsync(Scripts), await earlier.RowsAsync(Scripts));
        }
    }

    [Fact]
    public async Task Rows_states_and_windows_of_the_previous_version_become_views_and_are_continued()
    {
        await using PostgresForTests database = await PostgresForTests.CreateAsync();
        await EarlierBuild.MigrateAsync(database, EarlierBuild.LastWithoutPipelineOfEveryService);
        await FillAsync(database);

        string sql = BuiltInPipeline.SqlWith(TimeSpan.FromSeconds(9)) + BuiltInWindow.Tumbling("w", 100, lateness: 5)
            + BuiltInWindow.Session("visit", 50);
        await using PipelineProcess process = await PipelineProcess.StartAsync(database.Url, sql);
        Assert.Equal(["u|2|3|160", "v|1|4|7"], await database.EventsAsync());
        Assert.Equal(
            ["u|0|100|1|1|1|1|60|60|True", "u|100|200|1|2|2|2|160|160|False", "v|0|100|1|4|4|4|7|7|True"],
            await WindowsAsync(database, "w"));
        Assert.Equal(["u|60|110|1|1|1|1|60|60|False"], await WindowsAsync(database, "visit"));
        Assert.Equal(["u|100|True"], await database.RowsAsync(
            "SELECT user_id, (extract(epoch FROM window_start) * 1000)::int, reopened_at IS NOT NULL FROM w_status " +
            "WHERE reopened_at IS NOT NULL"));
        Assert.Equal(
            ["events|True|written", "visit|True|written", "w|True|written", "windows_sources|True|dropped"],
            await database.RowsAsync("SELECT name, since IS NULL, state FROM pipeline_views ORDER BY name"));
        Assert.Equal(["z|5"], await database.RowsAsync("SELECT user_id, count FROM windows_sources"));
        Assert.Empty(await database.RowsAsync("SELECT 1 FROM pg_class WHERE relname IN ('user_windows', 'window_definitions')"));

        // The state of u goes on: its totals, an open window, and one that is reloaded from its row.
        CompiledPipeline pipeline = CompiledPipeline.Compile(
            PipelineBinder.Bind(sql),
            [.. process.Pipeline.Views.Select(view => new StoredViewName(view.Number, view.CountedAs))]);
        var key = new PipelineKey("u", ["u"]);
        byte[] payload = Assert.Single(await process.Storage.LoadAsync("u")).Payload!;
        KeyState state = KeyStateCodec.Decode(payload, pipeline, key);
        Assert.Equal(["u", 2L, 3.0, 160L], state.ValuesOf(pipeline.Views[0]));
        CountedKey.Apply(state, Batches.Partition, 9, 0.5, 170, watermark: 150);
        var row = new Row(pipeline.SlotCount);
        Assert.True(new EventColumns(pipeline).TryFill(row, new UserEvent("u", 0.25, 70), out _));
        IReadOnlyList<ViewReload> reloads = state.ReloadsFor(row, 40);
        IReadOnlyList<StoredWindow>?[] windows = await new ViewReloadReader(process.Session, process.Pipeline).ReadAsync(
            [.. reloads.Select(reload => new KeyReload(key, reload))], CancellationToken.None);
        for (int i = 0; i < reloads.Count; i++)
        {
            state.Reload(reloads[i], windows[i]!);
        }

        CountedKey.Apply(state, Batches.Partition, 10, 0.25, 70, watermark: 40);
        CommitBatch batch = Batches.Of(CountedKey.Take(state, 1, new FinishedInputs()));
        new ViewBuffers(process.Pipeline).Fill(batch, id => [id]);
        Assert.True((await process.Storage.CommitAsync(batch)).Committed);
        Assert.Equal(["u|4|3.75|170", "v|1|4|7"], await database.EventsAsync());
        Assert.Equal(
            [
                "u|0|100|2|1.25|0.25|1|60|70|True", "u|100|200|2|2.5|0.5|2|160|170|False", "v|0|100|1|4|4|4|7|7|True",
            ],
            await WindowsAsync(database, "w"));
    }

    [Fact]
    public async Task A_service_without_the_windows_in_its_pipeline_keeps_their_tables()
    {
        await using PostgresForTests database = await PostgresForTests.CreateAsync();
        await EarlierBuild.MigrateAsync(database, EarlierBuild.LastWithoutPipelineOfEveryService);
        await FillAsync(database);
        await using StorageProcess process = await StorageProcess.StartAsync(database.Url);
        Assert.Equal(
            ["events|written", "visit|dropped", "w|dropped", "windows_sources|dropped"],
            await database.RowsAsync("SELECT name, state FROM pipeline_views ORDER BY name"));
        Assert.Equal(3, (await WindowsAsync(database, "w")).Length);
        int number = await database.ScalarAsync<int>("SELECT number FROM pipeline_views WHERE name = 'events'");
        byte[] payload = Assert.Single(await process.LoadAsync("u")).Payload!;
        KeyState state = KeyStateCodec.Decode(
            payload,
            CompiledPipeline.Compile(BuiltInPipeline.Definition, [new StoredViewName(number, StoredViewName.Totals)]),
            new PipelineKey("u", ["u"]));
        Assert.Equal(["u", 2L, 3.0, 160L], state.ValuesOf(state.Pipeline.Views[0]));
    }

    [Fact]
    public async Task Views_of_the_user_over_the_windows_are_named_before_anything_is_moved()
    {
        await using PostgresForTests database = await PostgresForTests.CreateAsync();
        await EarlierBuild.MigrateAsync(database, EarlierBuild.LastWithoutPipelineOfEveryService);
        await FillAsync(database);
        await database.ExecuteAsync("CREATE VIEW mine AS SELECT count(*) FROM user_windows");
        ConfigurationRejectedException refused = await Assert.ThrowsAsync<ConfigurationRejectedException>(
            () => StorageProcess.StartAsync(database.Url));
        Assert.Contains("mine", refused.Message, StringComparison.Ordinal);
        Assert.Equal(5, await database.ScalarAsync<long>("SELECT count(*) FROM user_windows"));
        await database.ExecuteAsync("DROP VIEW mine");
        await using StorageProcess process = await StorageProcess.StartAsync(database.Url);
    }

    private static Task<string[]> WindowsAsync(PostgresForTests database, string view) => database.RowsAsync(
        $"SELECT user_id, (extract(epoch FROM window_start) * 1000)::int, (extract(epoch FROM window_end) * 1000)::int, count, " +
        $"total_value, min_value, max_value, first_time, last_time, closed FROM {view}_status ORDER BY 1, 2");

    // What the previous build left: u has an open window in its state, and one that was evicted; a window has the name of a
    // table.
    private static async Task FillAsync(PostgresForTests database)
    {
        const string Payload =
            """
            {"v":3,"user":"u","count":2,"total":3,"time":160,"fence":{"17":{"3":"8"}},
             "windows":{"w":{"forgotten":100,"open":[[100,200,1,2,2,2,160,160]]}}}
            """;
        int hash = GrainRowKey.FromUserId("u").Hash;
        await database.ExecuteAsync(
            $"""
            INSERT INTO window_definitions (window_name, kind, size, hop, gap, origin, lateness, idle_timeout, closed_through) VALUES
                ('w', 'tumbling', 100, 100, NULL, 0, 5, 60000, 100), ('visit', 'session', NULL, NULL, 50, NULL, 0, 60000, NULL),
                ('sources', 'tumbling', 100, 100, NULL, 0, 0, 60000, NULL);
            INSERT INTO events VALUES ('u', 2, 3, 160), ('v', 1, 4, 7);
            INSERT INTO user_windows VALUES
                ('u', 'w', 0, 100, 1, 1, 1, 1, 60, 60, NULL), ('u', 'w', 100, 200, 1, 2, 2, 2, 160, 160, now()),
                ('v', 'w', 0, 100, 1, 4, 4, 4, 7, 7, NULL), ('u', 'visit', 60, 110, 1, 1, 1, 1, 60, 60, NULL),
                ('z', 'sources', 0, 100, 5, 4, 4, 4, 7, 7, NULL);
            INSERT INTO source_progress (source, partition, next_offset, watermark) VALUES ('kafka/c/events/t', 3, 9, 150);
            INSERT INTO orleansstorage (
                grainidhash, grainidn0, grainidn1, graintypehash, graintypestring, grainidextensionstring, serviceid, payloadbinary,
                modifiedon, version)
            VALUES ({hash}, 0, 0, {UserGrainRows.TypeHash}, 'user', '{GrainRowKey.FromUserId("u").Extension}', 'pathway',
                convert_to('{Payload}', 'UTF8'), now(), 1);
            """);
    }
}
