using System.Globalization;
using System.Text;
using PathwayOrleans.Storage.Commit;
using PathwayOrleans.Storage.GrainRows;
using PathwayOrleans.Storage.Schema;
using PathwayOrleans.Testing;

namespace PathwayOrleans.Storage.Tests;

/// <summary>Databases of earlier builds, and processes of these that still run after the upgrade.</summary>
[Trait("Tier", "Slow")]
public sealed class UpgradeTests
{
    private const string Writer = "'00000000-0000-0000-0000-000000000001'";
    private const string NoLate = "'{}', '{}', '{}', '{}', '{}'";
    private const string NoGone = "'{}', '{}', '{}'";

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
    public async Task Rows_of_the_previous_version_stay_and_are_continued()
    {
        await using PostgresForTests database = await PostgresForTests.CreateAsync();
        await EarlierBuild.MigrateAsync(database, EarlierBuild.LastWithoutRepeatableScripts);
        await database.ExecuteAsync($"INSERT INTO writer_commits (writer, commit_no) VALUES ({Writer}, 0)");
        await database.ExecuteAsync(
            "INSERT INTO window_definitions (window_name, kind, size, hop, origin, lateness, idle_timeout) " +
            "VALUES ('w', 'tumbling', 100, 100, 0, 0, 60000)");
        UserWrite user = Batches.User("u", 0);
        await database.ExecuteAsync(
            $"""
            SELECT pathway_commit({Core(1, "u", 0, user.Payload, 5)}, {NoLate}, {NoGone}, {Window("u", 0, 100)},
                '{"{}', '{}', '{}', '{}"}', true, '{"{}"}')
            """);
        string[] before = await ContentsAsync(database);

        await using StorageProcess process = await StorageProcess.StartAsync(database.Url);
        Assert.Equal(before, await ContentsAsync(database));
        Assert.Equal(user.Payload, Assert.Single(await process.LoadAsync("u")).Payload);

        Assert.True((await process.CommitAsync(Batches.Of(Batches.User("u", 1)).WithProgress(7))).Committed);
        Assert.Equal(["u|2|1|1001"], await database.EventsAsync());
        Assert.Equal(["u|w|0|100|1"], await database.RowsAsync(
            "SELECT user_id, window_name, window_start, window_end, count FROM user_windows"));
    }

    [Fact]
    public async Task A_process_of_each_earlier_build_commits_after_the_upgrade()
    {
        await using PostgresForTests database = await PostgresForTests.CreateAsync();
        await using StorageProcess process = await StorageProcess.StartAsync(database.Url);
        await database.ExecuteAsync($"INSERT INTO writer_commits (writer, commit_no) VALUES ({Writer}, 0)");
        await database.ExecuteAsync(
            "INSERT INTO window_definitions (window_name, kind, size, hop, origin, lateness, idle_timeout) " +
            "VALUES ('w', 'tumbling', 100, 100, 0, 0, 60000)");
        byte[] payload = Encoding.UTF8.GetBytes("{}");
        string[] calls =
        [
            Core(1, "u", 0, payload, 1),
            $"{Core(2, "u", 1, payload, 2)}, '{{3}}', '{{400}}', {NoLate}, {NoGone}, {Window("u", 0, 100)}",
            $"{Core(3, "u", 2, payload, 3)}, {NoLate}, {NoGone}, {Window("u", 100, 200)}",
            $"{Core(4, "u", 3, payload, 4)}, {NoLate}, '{{u}}', '{{w}}', '{{0}}', {Window("u", 200, 300)}, " +
            "'{s}', '{3}', '{4}', '{900}', true",
        ];
        foreach (string call in calls)
        {
            await database.ExecuteAsync($"SELECT pathway_commit({call})");
        }

        Assert.Equal(["u|4|0.5|1004"], await database.EventsAsync());
        Assert.Equal(["u|4|{}"], await database.StatesAsync());
        Assert.Equal(["100", "200"], await database.RowsAsync("SELECT window_start FROM user_windows ORDER BY 1"));
        Assert.Equal(
            ["s|3|4|900|3|400"],
            await database.RowsAsync(
                "SELECT source, partition, next_offset, watermark, future_run, future_floor FROM source_progress"));
        Assert.Equal(["900"], await database.RowsAsync("SELECT closed_through FROM window_definitions"));
        Assert.Equal(["0|4|{}"], await database.RowsAsync(
            "SELECT place, version, convert_from(payload, 'UTF8') FROM pathway_load('pathway', " +
            "(SELECT graintypehash FROM orleansstorage), 'user', ARRAY(SELECT grainidhash FROM orleansstorage), '{0}', '{0}', " +
            "'{u}')"));
    }

    // The arguments of the first pathway_commit: a state, its row of events, and progress of the partition s/3.
    private static string Core(int number, string user, int version, byte[] payload, long next)
    {
        string hash = GrainRowKey.FromUserId(user).Hash.ToString(CultureInfo.InvariantCulture);
        return $"{Writer}, {number}, 'pathway', {UserGrainRows.TypeHash}, 'user', '{{{hash}}}', '{{0}}', '{{0}}', " +
            $"'{{{user}}}', '{{{version}}}', ARRAY['\\x{Convert.ToHexString(payload)}'::bytea], '{{{user}}}', " +
            $"'{{{version + 1}}}', '{{0.5}}', '{{{1001 + version}}}', '{{s}}', '{{3}}', '{{{next}}}', '{{{100 * next}}}', " +
            "'{}', '{}', '{}', '{}', '{}'";
    }

    private static string Window(string user, long start, long end) =>
        $"'{{{user}}}', '{{w}}', '{{{start}}}', '{{{end}}}', '{{1}}', '{{1}}', '{{1}}', '{{1}}', '{{{start}}}', '{{{start}}}'";

    private static async Task<string[]> ContentsAsync(PostgresForTests database) =>
    [
        .. await database.EventsAsync(),
        .. await database.StatesAsync(),
        .. await database.ProgressAsync(),
        .. await database.RowsAsync("SELECT * FROM user_windows"),
        .. await database.RowsAsync("SELECT window_name, closed_through FROM window_definitions"),
    ];
}
