using PathwayOrleans.Storage.Commit;
using PathwayOrleans.Testing;
using PathwayOrleans.Testing.Faults;

namespace PathwayOrleans.Storage.Tests.Commit;

public class ServiceResetTests
{
    [Theory]
    [InlineData("SET pathway.reset = 'on'; TRUNCATE events, orleansstorage, source_progress, dead_letters, writer_commits")]
    [InlineData("DELETE FROM writer_commits")]
    public async Task A_writer_whose_tables_were_emptied_stops(string reset)
    {
        await using PostgresForTests database = await PostgresForTests.CreateAsync();
        await using StorageProcess process = await StorageProcess.StartAsync(database.Url);
        await process.CommitAsync(Batches.Of(Batches.User("u", 0)));
        await database.ExecuteAsync(reset);
        string[] before = await database.EventsAsync();

        ServiceResetException stopped = await Assert.ThrowsAsync<ServiceResetException>(
            () => process.CommitAsync(Batches.Of(Batches.User("u", 1))));
        Assert.Contains("service 'pathway' were reset", stopped.Message, StringComparison.Ordinal);
        Assert.Equal(before, await database.EventsAsync());
    }

    [Fact]
    public async Task A_writer_whose_tables_were_dropped_stops()
    {
        await using PostgresForTests database = await PostgresForTests.CreateAsync();
        await using StorageProcess process = await StorageProcess.StartAsync(database.Url, "rebuild-1");
        await process.CommitAsync(Batches.Of(Batches.User("u", 0)));
        await database.ExecuteAsync("DROP SCHEMA \"rebuild-1\" CASCADE");
        await Assert.ThrowsAsync<ServiceResetException>(() => process.CommitAsync(Batches.Of(Batches.User("u", 1))));

        await using StorageProcess successor = await StorageProcess.StartAsync(database.Url, "rebuild-1");
        Assert.True((await successor.CommitAsync(Batches.Of(Batches.User("u", 0)))).Committed);
    }

    [Fact]
    public async Task A_reset_while_a_commits_outcome_is_unknown_stops_the_writer_too()
    {
        await using PostgresForTests database = await PostgresForTests.CreateAsync();
        await using FaultyProxy proxy = await FaultyProxy.StartAsync(database.Port);
        await using StorageProcess process = await StorageProcess.StartAsync(database.UrlThrough(proxy.Port));
        Task cut = proxy.CutOn(bytes => bytes.Span.IndexOf("cut-me"u8) >= 0, CutWhen.AfterForwarding);
        proxy.Refuse = true;
        Task<CommitOutcome> committing = process.CommitAsync(Batches.Of(Batches.User("cut-me", 0)));
        await cut;
        await database.ExecuteAsync("SET pathway.reset = 'on'; TRUNCATE events, orleansstorage, writer_commits");
        proxy.Refuse = false;
        await Assert.ThrowsAsync<ServiceResetException>(() => committing);
        Assert.Empty(await database.EventsAsync());
    }

    [Fact]
    public async Task Registration_deletes_only_writers_without_commits_for_three_months()
    {
        await using PostgresForTests database = await PostgresForTests.CreateAsync();
        await using StorageProcess process = await StorageProcess.StartAsync(database.Url);
        await database.ExecuteAsync(
            """
            UPDATE writer_commits SET committed_at = now() - interval '89 days 23 hours';
            INSERT INTO writer_commits VALUES ('00000000-0000-0000-0000-000000000001', 5, now() - interval '91 days');
            """);
        await using StorageProcess newcomer = await StorageProcess.StartAsync(database.Url);
        Assert.Equal(["0", "0"], await database.RowsAsync("SELECT commit_no FROM writer_commits"));
        Assert.True((await process.CommitAsync(Batches.Of(Batches.User("u", 0)))).Committed);
    }
}
