using System.Text;
using PathwayOrleans.LocalInfra;
using PathwayOrleans.Storage.Commit;
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
        using GroupRead<string, LoadedUser> loads = LoadedUser.Group(process.States, process.Retry);
        LoadedUser[] stored = await Task.WhenAll(Enumerable.Range(0, 1_000).Select(i => Task.Run(() => loads.AskAsync($"u{i}"))));
        for (int i = 0; i < stored.Length; i++)
        {
            Assert.Equal(i == 7 ? 2 : i < 500 ? 1 : 0, stored[i].Version);
            Assert.Equal(i < 500, stored[i].IsStored);
        }

        Assert.Equal(1, (await Task.WhenAll(loads.AskAsync("u1"), loads.AskAsync("u1")))[1].Version);
    }

    [Fact]
    public async Task A_load_has_about_the_bytes_of_its_bound_and_every_caller_gets_an_answer()
    {
        const int Bytes = 10_000;
        await using PostgresForTests database = await PostgresForTests.CreateAsync();
        await using StorageProcess process = await StorageProcess.StartAsync(database.Url);
        byte[] payload = Encoding.UTF8.GetBytes($$"""{"v":1,"count":1,"more":"{{new string('x', Bytes)}}"}""");
        string[] ids = [.. Enumerable.Range(0, 30).Select(i => $"u{i}")];
        await process.CommitAsync(Batches.Of([.. ids.Select(id => Batches.User(id, 0) with { Payload = payload })]));
        string[] asked = ["none", .. ids];
        var states = new UserStateReader(process.Reader, process.Finished, new CommitBounds(20_000, 200_000, 5 * Bytes));
        LoadedUser[] first = await LoadedUser.LoadAsync(states, asked);
        Assert.Equal(1 + 5, first.Length);
        Assert.Equal(
            asked[..6].Select(id => (id, id == "none" ? 0 : 1)), first.Select(user => (user.State.Key.Text, user.Version)));

        // One that is larger than the bound is loaded alone.
        states = new UserStateReader(process.Reader, process.Finished, new CommitBounds(20_000, 200_000, 1));
        Assert.Equal(2, (await LoadedUser.LoadAsync(states, asked)).Length);
        using GroupRead<string, LoadedUser> loads = LoadedUser.Group(states, process.Retry);
        LoadedUser[] all = await Task.WhenAll(asked.Select(loads.AskAsync));
        Assert.Equal(asked, all.Select(user => user.State.Key.Text));
        Assert.Equal(30, all.Count(user => user is { IsStored: true, Version: 1, State.Damage: null }));
    }

    [Fact]
    public async Task Load_waits_for_an_unavailable_server()
    {
        await using PrivatePostgres server = await PrivatePostgres.StartAsync(new PrivatePostgresOptions { Durable = false });
        await using PostgresForTests database = await PostgresForTests.CreateOnAsync(server);
        await using StorageProcess process = await StorageProcess.StartAsync(database.Url);
        await process.CommitAsync(Batches.Of(Batches.User("u", 0)));
        using GroupRead<string, LoadedUser> loads = LoadedUser.Group(process.States, process.Retry);
        await loads.AskAsync("u");
        await server.StopAsync(PostgresStop.Immediate);
        Task<LoadedUser> loading = loads.AskAsync("u");
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
        GroupRead<string, LoadedUser> loads = LoadedUser.Group(process.States, process.Retry);
        Task<LoadedUser> loading = loads.AskAsync("u");
        await Eventually.SucceedsAsync(() => process.RetryLog.Messages.Count > 0, "a failed attempt");
        loads.Dispose();
        await Assert.ThrowsAnyAsync<OperationCanceledException>(() => loading);
    }
}
