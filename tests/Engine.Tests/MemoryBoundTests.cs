using PathwayOrleans.Engine.Tests.Harness;
using PathwayOrleans.Producer.Load.Windows;
using PathwayOrleans.Testing.Pipelines;

namespace PathwayOrleans.Engine.Tests;

/// <summary>Bounds in bytes. Every user has many open windows, so that a few users have many bytes.</summary>
public abstract class MemoryBoundTests<TFixture> : EngineTests<TFixture>
    where TFixture : EngineFixture, new()
{
    private const int Mebibyte = 1024 * 1024;
    private const int Users = 80;
    private const int WindowsPerUser = 600;

    [Fact]
    public async Task States_and_commits_have_about_the_configured_bytes_and_every_event_counts_once()
    {
        await using EngineWorld world = await CreateAsync(partitions: 1);
        RunningEngine engine = await world.StartAsync(
            ("Pathway:Engine:MaxCommitBytes", $"{Mebibyte}"),
            ("Pathway:Engine:MaxStateBytes", $"{4 * Mebibyte}"),
            ("Pathway:Engine:PauseAfter", "00:00:00.05"),
            WindowedEvents.Setting([WindowDefinition.Sliding("hour", 3_600_000, 6_000)]));
        await engine.ReadsAsync(1);
        await world.ProduceAsync(0, Enumerable.Range(0, Users).Select(user => ($"u{user}", 1.0)));
        await world.DurableAsync(engine, 0, Users);

        // Without bounds in bytes all users would be written together, and stay in memory.
        Assert.InRange(await LargestCommitAsync(world), Mebibyte / 20, Mebibyte + (Mebibyte / 4));
        await engine.WaitAsync(
            () => engine.Status.UsersInMemory < Users, $"fewer than {Users} users in memory");
        await world.ProduceAsync(0, Enumerable.Range(0, Users).Select(user => ($"u{user}", 2.0)));
        await world.DurableAsync(engine, 0, 2 * Users);
        Assert.Equal(
            Users, await world.Database.ScalarAsync<long>("SELECT count(*) FROM events WHERE count = 2 AND total_value = 3"));
        Assert.Equal(
            Users * WindowsPerUser,
            await world.Database.ScalarAsync<long>("SELECT count(*) FROM hour WHERE count = 2 AND total_value = 3"));
    }

    [Fact]
    public async Task Dead_letters_of_many_bytes_are_written_with_several_commits()
    {
        // Together less than the embedded broker keeps.
        const int Letters = 9;
        byte[] noEvent = new byte[Mebibyte / 2];
        await using EngineWorld world = await CreateAsync(partitions: 1);
        RunningEngine engine = await world.StartAsync(
            ("Pathway:Engine:MaxCommitBytes", $"{Mebibyte}"), ("Pathway:Engine:MaxDeadLetterBytes", $"{8 * Mebibyte}"));
        await engine.ReadsAsync(1);
        await using (HeldCommits held = await HeldCommits.StartAsync(world.Database))
        {
            await world.Kafka.ProduceAsync(0, [noEvent]);
            await held.ReachedAsync();
            await world.Kafka.ProduceAsync(0, Enumerable.Repeat(noEvent, Letters - 1));
            await world.ProduceAsync(0, ("a", 1));
        }

        await world.DurableAsync(engine, 0, Letters + 1);
        Assert.Equal(
            Enumerable.Range(0, Letters).Select(offset => $"{offset}"),
            await world.Database.RowsAsync("SELECT position FROM dead_letters ORDER BY position"));
        Assert.InRange(
            await world.Database.ScalarAsync<long>(
                "SELECT max(bytes) FROM " +
                "(SELECT sum(length(raw))::bigint AS bytes FROM dead_letters GROUP BY xmin::text) AS commits"),
            1,
            2 * Mebibyte);
        Assert.Equal(["a|1|1"], await world.CountsAsync());
    }

    private static Task<long> LargestCommitAsync(EngineWorld world) => world.Database.ScalarAsync<long>(
        "SELECT max(bytes) FROM " +
        "(SELECT sum(octet_length(payloadbinary))::bigint AS bytes FROM orleansstorage GROUP BY xmin::text) AS commits");
}
