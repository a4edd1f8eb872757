using System.Text.Json;
using FsCheck.Fluent;
using Orleans.Storage;
using PathwayOrleans.Silo.Tests.Harness;
using PathwayOrleans.Testing;

namespace PathwayOrleans.Silo.Tests.Persistence;

/// <summary>Orleans' provider and the group commit write identical rows, and continue from each other's rows.</summary>
[Trait("Tier", "Slow")]
public class SharedRowTests
{
    private static readonly string[] AwkwardIds =
    [
        "u1", "o'brien", "1", "001", "01", "abc", "ABC", "Abc", "0", "00", "17+", "17+x", "+17", "=1", "==1", "=001", " ", "  ",
        "\t", "\n",
        " u ", "{}", "{0}", "%7B%7D", "=%7B%7D", "%", "#", "u#1", "u/1", "\\", "\"", "null", "-1", "é", "e\u0301", "É", "日本", "😀",
        "\u0001",
        "0123456789abcdef0123456789abcdef", "0123456789ABCDEF0123456789ABCDEF", "0123456789abcdef0123456789abcdef+x",
        "01234567-89ab-cdef-0123-456789abcdef", "{01234567-89ab-cdef-0123-456789abcdef}", "ffffffffffffffff", "FFFFFFFFFFFFFFFF",
        "8000000000000000", "10000000000000000", new string('u', 512), new string('{', 512), new string('日', 512),
        string.Concat(Enumerable.Repeat("😀", 512)), new string('f', 512), new string(' ', 512),
    ];

    [Fact]
    public async Task For_any_user_both_write_identical_rows()
    {
        string[] ids = [.. AwkwardIds.Concat(UserIds.Nasty.Sample(150)).Distinct()];
        await using PostgresForTests ofOrleans = await PostgresForTests.CreateAsync();
        await using PostgresForTests ofCommits = await PostgresForTests.CreateAsync();
        await using OrleansProviders orleans = await OrleansProviders.StartAsync(ofOrleans);
        await using Commits commits = await Commits.StartAsync(ofCommits);
        for (int version = 0; version < 2; version++)
        {
            foreach (string id in ids)
            {
                await orleans.Storage.WriteUserAsync(
                    id,
                    new GrainState<CountedUser>(UserStates.Of(id, version + 3)) { ETag = version == 0 ? null : $"{version}" });
            }

            Assert.True((await commits.WriteAsync(ids.Select(id => (UserStates.Of(id, version + 3), version)))).Committed);
            // The payload has the rows of the views only for Orleans' provider, which passes nothing else to the database.
            string[] rows = [.. (await ofOrleans.StateRowsAsync()).Select(WithoutChanges)];
            Assert.Equal(ids.Length, rows.Length);
            Assert.Equal(await ofCommits.StateRowsAsync(), rows);
            Assert.Equal(ids.Order(StringComparer.Ordinal), (await ofOrleans.RowsAsync("SELECT user_id FROM events")).Order(
                StringComparer.Ordinal));
            Assert.Equal(await ofCommits.EventRowsAsync(), await ofOrleans.EventRowsAsync());
        }
    }

    [Fact]
    public async Task Totals_are_equal_to_the_last_bit()
    {
        double[] totals = [0.0, -0.0, 5e-324, 0.1, -1.5e-7, 123456789.12345679, 9007199254740993, 1e288, double.MaxValue];
        await using PostgresForTests database = await PostgresForTests.CreateAsync();
        await using OrleansProviders orleans = await OrleansProviders.StartAsync(database);
        foreach (double total in totals)
        {
            string user = $"{total:R}";
            byte[] payload = JsonSerializer.SerializeToUtf8Bytes(
                new { v = 1, user, count = 3, total, time = 9_223_372_036_854, fence = new { } });
            var state = new CountedUser(payload, user);
            Assert.Equal(BitConverter.DoubleToInt64Bits(total), BitConverter.DoubleToInt64Bits(state.Totals.TotalValue));
            await orleans.Storage.WriteUserAsync(user, new GrainState<CountedUser>(state));
            double shown = await database.ScalarAsync<double>($"SELECT total_value FROM events WHERE user_id = '{user}'");
            Assert.Equal(BitConverter.DoubleToInt64Bits(total), BitConverter.DoubleToInt64Bits(shown));
        }
    }

    [Fact]
    public async Task Each_continues_from_the_row_that_the_other_wrote()
    {
        await using PostgresForTests database = await PostgresForTests.CreateAsync();
        await using OrleansProviders orleans = await OrleansProviders.StartAsync(database);
        await using Commits commits = await Commits.StartAsync(database);
        Assert.True((await commits.WriteAsync(AwkwardIds.Select(id => (UserStates.Of(id, 1), 0)))).Committed);
        foreach (string id in AwkwardIds)
        {
            GrainState<CountedUser> holder = await orleans.Storage.ReadUserAsync(id);
            Assert.Equal(("1", id, 1L), (holder.ETag, holder.State!.UserId, holder.State!.Count));
            UserStates.Apply(holder.State!, 1);
            await orleans.Storage.WriteUserAsync(id, holder);
        }

        (CountedUser State, int Version)[] loaded = await commits.LoadAsync(AwkwardIds);
        Assert.All(loaded, user => Assert.Equal((2, 2L), (user.Version, user.State.Count)));
        Array.ForEach(loaded, user => UserStates.Apply(user.State, 1));
        Assert.True((await commits.WriteAsync(loaded)).Committed);
        foreach (string id in AwkwardIds)
        {
            GrainState<CountedUser> holder = await orleans.Storage.ReadUserAsync(id);
            Assert.Equal(("3", 3L), (holder.ETag, holder.State!.Count));
        }

        Assert.All(await database.RowsAsync("SELECT count FROM events"), count => Assert.Equal("3", count));
        Assert.Equal(AwkwardIds.Length, (await database.EventRowsAsync()).Length);
    }

    [Fact]
    public async Task Each_is_rejected_if_the_other_wrote_first()
    {
        await using PostgresForTests database = await PostgresForTests.CreateAsync();
        await using OrleansProviders orleans = await OrleansProviders.StartAsync(database);
        await using Commits commits = await Commits.StartAsync(database);
        var holder = new GrainState<CountedUser>(UserStates.Of("u1", 1));
        await orleans.Storage.WriteUserAsync("u1", holder);
        Assert.Equal([0], (await commits.WriteAsync((UserStates.Of("u1", 5), 0))).RejectedUsers);
        Assert.True((await commits.WriteAsync((UserStates.Of("u1", 2), 1))).Committed);
        await Assert.ThrowsAsync<InconsistentStateException>(() => orleans.Storage.WriteUserAsync("u1", holder));
        Assert.Equal(["2"], await database.RowsAsync("SELECT count FROM events"));

        // The same if Orleans cleared the row.
        GrainState<CountedUser> read = await orleans.Storage.ReadUserAsync("u1");
        await orleans.Storage.ClearUserAsync("u1", read);
        Assert.Equal([0], (await commits.WriteAsync((UserStates.Of("u1", 3), 2))).RejectedUsers);
        (CountedUser State, int Version)[] cleared = await commits.LoadAsync(["u1"]);
        Assert.Equal((3, 0L), (cleared[0].Version, cleared[0].State.Count));
        Assert.True((await commits.WriteAsync((UserStates.Of("u1", 1), 3))).Committed);
    }

    private static string WithoutChanges(string row)
    {
        int start = row.LastIndexOf(",\"changes\":{\"generation\":", StringComparison.Ordinal);
        return string.Concat(row.AsSpan(0, start), row.AsSpan(row.LastIndexOf("}|", StringComparison.Ordinal)));
    }
}
