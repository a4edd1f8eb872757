using Npgsql;
using Orleans.Storage;
using PathwayOrleans.Aggregation;
using PathwayOrleans.Aggregation.Events;
using PathwayOrleans.Silo.Tests.Harness;
using PathwayOrleans.Storage.GrainRows;
using PathwayOrleans.Testing;

namespace PathwayOrleans.Silo.Tests.Persistence;

/// <summary>Orleans' own storage provider, with the query texts of our schema.</summary>
[Trait("Tier", "Slow")]
public class GrainStorageTests
{
    [Fact]
    public async Task A_user_without_a_row_reads_as_an_unbound_state()
    {
        await using PostgresForTests database = await PostgresForTests.CreateAsync();
        await using OrleansProviders orleans = await OrleansProviders.StartAsync(database);
        GrainState<CountedUser> missing = await orleans.Storage.ReadUserAsync("u1");
        Assert.Equal((null, false), (missing.ETag, missing.RecordExists));
        Assert.Equal((null, 0L), (missing.State!.UserId, missing.State!.Count));
        await orleans.Storage.ClearUserAsync("u1", missing);
        Assert.Empty(await database.StateRowsAsync());
    }

    [Fact]
    public async Task A_written_state_reads_back_and_has_an_events_row()
    {
        await using PostgresForTests database = await PostgresForTests.CreateAsync();
        await using OrleansProviders orleans = await OrleansProviders.StartAsync(database);
        GrainState<CountedUser> holder = await WriteAsync(orleans.Storage, "u1", events: 1);
        Assert.Equal(("1", true), (holder.ETag, holder.RecordExists));
        UserStates.Apply(holder.State!, 2);
        await orleans.Storage.WriteUserAsync("u1", holder);
        Assert.Equal("2", holder.ETag);

        GrainState<CountedUser> read = await orleans.Storage.ReadUserAsync("u1");
        Assert.Equal(("2", true), (read.ETag, read.RecordExists));
        Assert.Equal(("u1", 3L), (read.State!.UserId, read.State!.Count));
        Assert.Equal([Row(read.State!)], await database.EventRowsAsync());
    }

    [Fact]
    public async Task A_cleared_state_keeps_its_version_and_has_no_events_row()
    {
        await using PostgresForTests database = await PostgresForTests.CreateAsync();
        await using OrleansProviders orleans = await OrleansProviders.StartAsync(database);
        GrainState<CountedUser> holder = await WriteAsync(orleans.Storage, "u1", events: 1);
        await WriteAsync(orleans.Storage, "u2", events: 1);
        await orleans.Storage.ClearUserAsync("u1", holder);
        Assert.Equal(("2", false), (holder.ETag, holder.RecordExists));
        Assert.Equal(["u2"], (await database.EventRowsAsync()).Select(row => row.Split('|')[0]));

        GrainState<CountedUser> read = await orleans.Storage.ReadUserAsync("u1");
        Assert.Equal(("2", false), (read.ETag, read.RecordExists));
        await orleans.Storage.ClearUserAsync("u1", read);
        Assert.Equal("3", read.ETag);
        read.State = UserStates.Of("u1", 5);
        await orleans.Storage.WriteUserAsync("u1", read);
        Assert.Equal("4", read.ETag);
        Assert.Equal(5, (await orleans.Storage.ReadUserAsync("u1")).State!.Count);
        Assert.Equal(2, (await database.EventRowsAsync()).Length);
    }

    [Fact]
    public async Task A_deleted_state_leaves_no_row_and_can_be_written_again()
    {
        await using PostgresForTests database = await PostgresForTests.CreateAsync();
        await using OrleansProviders orleans = await OrleansProviders.StartAsync(database);
        GrainState<CountedUser> holder = await WriteAsync(orleans.DeletingStorage, "u1", events: 1);
        await orleans.DeletingStorage.ClearUserAsync("u1", holder);
        Assert.Equal((null, false), (holder.ETag, holder.RecordExists));
        Assert.Empty(await database.StateRowsAsync());
        Assert.Empty(await database.EventRowsAsync());

        holder.State = UserStates.Of("u1", 2);
        await orleans.DeletingStorage.WriteUserAsync("u1", holder);
        Assert.Equal("1", holder.ETag);
        Assert.Equal([Row(holder.State!)], await database.EventRowsAsync());
    }

    [Fact]
    public async Task Of_two_writers_of_one_version_the_later_is_rejected()
    {
        await using PostgresForTests database = await PostgresForTests.CreateAsync();
        await using OrleansProviders orleans = await OrleansProviders.StartAsync(database);
        GrainState<CountedUser> stale = await WriteAsync(orleans.Storage, "u1", events: 1);
        GrainState<CountedUser> first = await orleans.Storage.ReadUserAsync("u1");
        UserStates.Apply(first.State!, 1);
        await orleans.Storage.WriteUserAsync("u1", first);
        string[] rows = await RowsAsync(database);

        UserStates.Apply(stale.State!, 7);
        await Assert.ThrowsAsync<InconsistentStateException>(() => orleans.Storage.WriteUserAsync("u1", stale));
        await Assert.ThrowsAsync<InconsistentStateException>(() => orleans.Storage.ClearUserAsync("u1", stale));
        await Assert.ThrowsAsync<InconsistentStateException>(() => orleans.DeletingStorage.ClearUserAsync("u1", stale));
        await Assert.ThrowsAsync<InconsistentStateException>(
            () => orleans.Storage.WriteUserAsync("u1", new GrainState<CountedUser>(UserStates.Of("u1", 9))));
        Assert.Equal(rows, await RowsAsync(database));
    }

    [Fact]
    public async Task Of_many_concurrent_writers_one_succeeds_per_version()
    {
        await using PostgresForTests database = await PostgresForTests.CreateAsync();
        await using OrleansProviders orleans = await OrleansProviders.StartAsync(database);
        GrainState<CountedUser>[] writers = [.. Enumerable.Range(1, 8).Select(
            events => new GrainState<CountedUser>(UserStates.Of("u1", events)))];
        for (int version = 1; version <= 10; version++)
        {
            bool[] won = await Task.WhenAll(writers.Select(writer => Task.Run(() => TryWriteAsync(writer))));
            GrainState<CountedUser> winner = writers[Array.IndexOf(won, true)];
            Assert.Single(won, true);
            Assert.Equal($"{version}", winner.ETag);
            Assert.Equal([Row(winner.State!)], await database.EventRowsAsync());
            Array.ForEach(writers, writer => writer.ETag = winner.ETag);
        }

        async Task<bool> TryWriteAsync(GrainState<CountedUser> writer)
        {
            try
            {
                await orleans.Storage.WriteUserAsync("u1", writer);
                return true;
            }
            catch (InconsistentStateException)
            {
                return false;
            }
        }
    }

    [Fact]
    public async Task A_write_of_another_format_is_rejected_as_a_whole()
    {
        await using PostgresForTests database = await PostgresForTests.CreateAsync();
        await using OrleansProviders orleans = await OrleansProviders.StartAsync(database);
        PostgresException refused = await Assert.ThrowsAsync<PostgresException>(() => orleans.StorageOfOthers.WriteStateAsync(
            UserGrainRows.StateName, UserStates.GrainOf("u1"), new GrainState<Note>(
                new Note { Text = "of Orleans' own serializer" })));
        Assert.Equal("PW004", refused.SqlState);
        Assert.Contains("the state of a key begins with {", refused.MessageText, StringComparison.Ordinal);
        Assert.Contains("the serializer of PathwayOrleans", refused.Hint, StringComparison.Ordinal);
        Assert.Empty(await database.StateRowsAsync());
    }

    [Fact]
    public async Task Other_grains_can_store_any_state_and_have_no_events_row()
    {
        await using PostgresForTests database = await PostgresForTests.CreateAsync();
        await using OrleansProviders orleans = await OrleansProviders.StartAsync(database);
        await WriteAsync(orleans.Storage, "u1", events: 1);
        var note = new GrainState<Note>(new Note { Text = "€" });
        await orleans.StorageOfOthers.WriteStateAsync("note", UserStates.GrainOf("u1"), note);
        var read = new GrainState<Note>();
        await orleans.StorageOfOthers.ReadStateAsync("note", UserStates.GrainOf("u1"), read);
        Assert.Equal("€", read.State!.Text);
        await orleans.StorageOfOthers.ClearStateAsync("note", UserStates.GrainOf("u1"), note);
        Assert.Single(await database.EventRowsAsync());
    }

    [Fact]
    public async Task Two_services_in_one_database_do_not_see_each_other()
    {
        await using PostgresForTests database = await PostgresForTests.CreateAsync();
        await using OrleansProviders one = await OrleansProviders.StartAsync(database);
        await using OrleansProviders other = await OrleansProviders.StartAsync(database, "rebuild-1");
        GrainState<CountedUser> holder = await WriteAsync(one.Storage, "u1", events: 1);
        Assert.Null((await other.Storage.ReadUserAsync("u1")).ETag);
        await WriteAsync(other.Storage, "u1", events: 4);
        await one.Storage.ClearUserAsync("u1", holder);
        Assert.Empty(await database.EventRowsAsync());
        Assert.Equal([Row(UserStates.Of("u1", 4))], await database.EventRowsAsync("rebuild-1"));
        Assert.Equal(4, (await other.Storage.ReadUserAsync("u1")).State!.Count);
    }

    [Fact]
    public async Task A_state_with_events_of_a_finished_input_is_not_written()
    {
        var file = SourcePartition.Of("file:sha256:89ab", 0);
        await using PostgresForTests database = await PostgresForTests.CreateAsync();
        await using OrleansProviders orleans = await OrleansProviders.StartAsync(database);
        await WriteAsync(orleans.Storage, "u1", events: 1);
        await database.ExecuteAsync(
            $"SELECT pathway_register_sources(ARRAY['{file.Source}'])");
        GrainState<CountedUser> early = await orleans.Storage.ReadUserAsync("u1");
        Assert.True(early.State!.Apply(file, Position.Zero, new UserEvent("u1", 1, 1)));
        await WriteChangesAsync(early);
        await database.ExecuteAsync($"SELECT pathway_finish_inputs(ARRAY['{file.Source}'])");
        string[] before = await RowsAsync(database);

        foreach (string user in (string[])["u1", "u2"])
        {
            GrainState<CountedUser> late = await orleans.Storage.ReadUserAsync(user);
            late.State = late.RecordExists ? late.State : new CountedUser(user);
            Assert.True(late.State!.Apply(file, Position.FromOffset(1), new UserEvent(user, 1, 1)));
            await Assert.ThrowsAsync<InconsistentStateException>(() => WriteChangesAsync(late));
        }

        Assert.Equal(before, await RowsAsync(database));
        GrainState<CountedUser> again = await orleans.Storage.ReadUserAsync("u1");
        UserStates.Apply(again.State!, 1);
        await WriteChangesAsync(again);
        Assert.Equal(3, (await orleans.Storage.ReadUserAsync("u1")).State!.Count);

        Task WriteChangesAsync(GrainState<CountedUser> holder) => orleans.Storage.WriteUserAsync(holder.State!.UserId!, holder);
    }

    private static async Task<GrainState<CountedUser>> WriteAsync(IGrainStorage storage, string userId, int events)
    {
        var holder = new GrainState<CountedUser>(UserStates.Of(userId, events));
        await storage.WriteUserAsync(userId, holder);
        return holder;
    }

    private static async Task<string[]> RowsAsync(PostgresForTests database) =>
        [.. await database.StateRowsAsync(), .. await database.EventRowsAsync()];

    private static string Row(CountedUser state) =>
        FormattableString.Invariant($"{state.UserId}|{state.Totals.Count}|{state.Totals.TotalValue}|{state.Totals.LastTime}");

    /// <summary>The state of another grain.</summary>
    private sealed class Note
    {
        public string Text { get; set; } = "";
    }
}
