using Microsoft.Extensions.Logging.Abstractions;
using Npgsql;
using PathwayOrleans.Storage.Connections;
using PathwayOrleans.Storage.Schema;
using PathwayOrleans.Testing;

namespace PathwayOrleans.Storage.Tests;

public sealed class RepeatableScriptTests
{
    private static readonly RepeatableScript First = Answer(1, 1);

    /// <summary>The text of each revision. A changed text needs a higher revision, and its hash here.</summary>
    private static readonly Dictionary<string, (int Revision, string Hash)> Known = new()
    {
        ["closing"] = (2, "d13ad896953c61be137798c89768d3a7d7fceedec6caac0ccc12ffffcc3a01f5"),
        ["commit"] = (2, "e7c86c178f8880d684eb1f9b6037e527cf6f75ccb0b64a3c52edeea114622ca6"),
        ["grain_states"] = (3, "cf7db3ac34ce1fb9073fcb5f6face4635b7be45a069021e7399a87aa740e0cbd"),
        ["loads"] = (1, "919ffc9f7cca4b9e7e6bd12d183807726e09ab2dcbf51b6f2e09c134ca9c88e5"),
        ["pipelines"] = (3, "18422c4f49b16bbf1e7a64ccf190ebb288f866fa0fdcfdc9fb4eb9efcd462d53"),
    };

    [Fact]
    public void A_changed_text_has_a_higher_revision() => Assert.Equal(
        Known.Select(script => $"{script.Key} {script.Value.Revision} {script.Value.Hash}").Order(),
        RepeatableScript.All.Select(script => $"{script.Name} {script.Revision} {script.Hash}").Order());

    [Fact]
    public async Task A_script_is_applied_once_and_again_when_its_text_changes()
    {
        await using PostgresForTests database = await PostgresForTests.CreateAsync();
        Assert.Contains("answer", await MigrateAsync(database, First));
        Assert.Empty(await MigrateAsync(database, First));
        Assert.Equal(1, await AnswerAsync(database));

        Assert.Equal(["answer"], await MigrateAsync(database, Answer(1, 2)));
        Assert.Equal(2, await AnswerAsync(database));
        Assert.Equal(["answer"], await MigrateAsync(database, Answer(2, 3)));
        Assert.Equal(3, await AnswerAsync(database));
        Assert.Equal(
            [$"2|{Answer(2, 3).Hash}"],
            await database.RowsAsync("SELECT revision, hash FROM schema_migrations WHERE name = 'answer'"));
    }

    [Fact]
    public async Task An_earlier_build_that_starts_during_an_upgrade_leaves_the_later_text()
    {
        await using PostgresForTests database = await PostgresForTests.CreateAsync();
        await MigrateAsync(database, Answer(2, 2));
        Assert.Empty(await MigrateAsync(database, First));
        Assert.Equal(2, await AnswerAsync(database));
    }

    [Fact]
    public async Task A_script_that_fails_leaves_nothing()
    {
        await using PostgresForTests database = await PostgresForTests.CreateAsync();
        var broken = new RepeatableScript("broken", 1, "-- revision 1\nCREATE VIEW broken AS SELECT nothing FROM nowhere");
        await Assert.ThrowsAsync<PostgresException>(() => MigrateAsync(database, First, broken));
        Assert.Empty(await database.RowsAsync("SELECT proname FROM pg_proc WHERE pronamespace = 'public'::regnamespace"));
    }

    [Fact]
    public async Task Of_many_processes_one_applies_the_changed_script()
    {
        await using PostgresForTests database = await PostgresForTests.CreateAsync();
        await MigrateAsync(database, First);
        IReadOnlyList<string>[] applied = await Task.WhenAll(
            Enumerable.Range(0, 8).Select(_ => Task.Run(() => MigrateAsync(database, Answer(2, 2)))));
        Assert.Equal(["answer"], Assert.Single(applied, list => list.Count > 0));
    }

    [Fact]
    public void A_line_end_of_another_system_is_no_change() => Assert.Equal(
        First.Hash, (First with { Sql = First.Sql.ReplaceLineEndings("\r\n") }).Hash);

    private static RepeatableScript Answer(int revision, int answer) => new(
        "answer",
        revision,
        $"""
        -- revision {revision}
        CREATE OR REPLACE FUNCTION answer() RETURNS integer LANGUAGE sql AS 'SELECT {answer}';
        """);

    private static Task<int> AnswerAsync(PostgresForTests database) => database.ScalarAsync<int>("SELECT answer()");

    private static async Task<IReadOnlyList<string>> MigrateAsync(PostgresForTests database, params RepeatableScript[] scripts)
    {
        await using var session = new DatabaseSession(StorageProcess.OptionsFor(database.Url), "pathway-migrate");
        return await new SchemaMigrator(NullLogger<SchemaMigrator>.Instance) { RepeatableScripts = scripts }
            .MigrateAsync(session, CancellationToken.None);
    }
}
