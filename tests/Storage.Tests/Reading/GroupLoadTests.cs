using PathwayOrleans.LocalInfra;
using PathwayOrleans.Storage.Reading;
using PathwayOrleans.Testing;
using PathwayOrleans.Testing.Faults;

namespace PathwayOrleans.Storage.Tests.Reading;

[Trait("Tier", "Slow")]
public class GroupLoadTests
{
    [Fact]
    public async Task Each_caller_gets_its_row_and_callers_share_statements()
    {
        await using PostgresForTests database = await PostgresForTests.CreateAsync();
        await using StorageProcess process = await StorageProcess.StartAsync(database.Url);
        await process.CommitAsync(Batches.Of([.. Enumerable.Range(0, 500).Select(i => Batches.User($"u{i}", 0))]));
        await process.CommitAsync(Batches.Of(Batches.User("u7", 1)));
        using var loads = new GroupLoad(process.Reader, process.Retry);
        StoredUser[] stored = await Task.WhenAll(Enumerable.Range(0, 1_000).Select(i => Task.Run(() => loads.AskAsync($"u{i}"))));
        for (int i = 0; i < stored.Length; i++)
        {
            Assert.Equal(i == 7 ? 2 : i < 500 ? 1 : 0, stored[i].Version);
            Assert.Equal(i < 500, stored[i].Payload is not null);
        }

        Assert.Equal(1, (await Task.WhenAll(loads.AskAsync("u1"), loads.AskAsync("u1")))[1].Version);
    }

    [Fact]
    public async Task Load_waits_for_an_unavailable_server()
    {
        await using PrivatePostgres server = await PrivatePostgres.StartAsync(new PrivatePostgresOptions { Durable = false });
        await using PostgresForTests database = await PostgresForTests.CreateOnAsync(server);
        await using StorageProcess process = await StorageProcess.StartAsync(database.Url);
        await process.CommitAsync(Batches.Of(Batches.User("u", 0)));
        using var loads = new GroupLoad(process.Reader, process.Retry);
        await loads.AskAsync("u");
        await server.StopAsync(PostgresStop.Immediate);
        Task<StoredUser> loading = loads.AskAsync("u");
        await Eventually.SucceedsAsync(() => process.RetryLog.Messages.Count > 1, "attempts while the server is away");
        Assert.False(loading.IsCompleted);
        await server.StartAgainAsync();
        Assert.Equal(1, (await loading).Version);
    }

    [Fact]
    public async Task Dispose_cancels_waiting_loads()
    {
        await using PostgresForTests database = await PostgresForTests.CreateAsync();
        await using FaultyProxy proxy = await FaultyProxy.StartAsync(database.Port);
        await using StorageProcess process = await StorageProcess.StartAsync(database.UrlThrough(proxy.Port));
        proxy.Refuse = true;
        var loads = new GroupLoad(process.Reader, process.Retry);
        Task<StoredUser> loading = loads.AskAsync("u");
        await Eventually.SucceedsAsync(() => process.RetryLog.Messages.Count > 0, "a failed attempt");
        loads.Dispose();
        await Assert.ThrowsAnyAsync<OperationCanceledException>(() => loading);
    }
}
