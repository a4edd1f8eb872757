using System.Globalization;
using PathwayOrleans.Silo.Tests.Processes.Harness;
using PathwayOrleans.Testing;
using PathwayOrleans.Testing.Processes;

namespace PathwayOrleans.Silo.Tests.Processes;

[Collection(ProcessTests.Name)]
[Trait("Tier", "Slow")]
public sealed class WrongClockTests
{
    private static readonly TimeSpan Wrong = TimeSpan.FromHours(6);

    // The times of the database are wrong by far less than the clock.
    private static readonly TimeSpan Right = TimeSpan.FromHours(1);

    // librdkafka's threads wait with a C11 function that libfaketime does not know, so the silo starts with the right clock, and
    // its source does not answer while the clock is wrong.
    [Fact]
    public async Task A_silo_whose_clock_is_set_back_by_hours_stays_a_member_and_publishes_heartbeats()
    {
        using FakeClock clock = FakeClock.Create(TimeSpan.Zero);
        await using KafkaForTests kafka = await KafkaForTests.StartAsync();
        await using PostgresForTests database = await PostgresForTests.CreateAsync();
        await using SiloCluster cluster = SiloCluster.Empty(kafka, database);
        SiloProcess silo = cluster.Add(SiloPlace.Here(), clock.Environment);
        cluster.Add();
        await cluster.SharedAsync();
        clock.Set(-Wrong);

        // The first heartbeat may have been due before the process noticed the change.
        await AssertPublishesAsync(cluster, database);
        await AssertPublishesAsync(cluster, database);
        Assert.All(await cluster.MembersAsync(), member => Assert.EndsWith("|active", member, StringComparison.Ordinal));
        Assert.DoesNotContain("not an active member", (await silo.AskAsync("/readyz"))?.Text, StringComparison.Ordinal);
    }

    private static async Task AssertPublishesAsync(SiloCluster cluster, PostgresForTests database)
    {
        DateTime[] before = await HeartbeatsAsync(database);
        await cluster.WaitForAsync(
            async () => (await HeartbeatsAsync(database)).Zip(before).All(pair => pair.First > pair.Second),
            "a heartbeat of each silo");
        DateTime now = DateTime.UtcNow;
        Assert.All(await HeartbeatsAsync(database), time => Assert.InRange(time, now - Right, now + Right));
    }

    private static async Task<DateTime[]> HeartbeatsAsync(PostgresForTests database) =>
    [
        .. (await database.RowsAsync(
            "SELECT to_char(iamalivetime AT TIME ZONE 'utc', 'YYYY-MM-DD\"T\"HH24:MI:SS.US\"Z\"') " +
            "FROM orleansmembershiptable WHERE status = 3 ORDER BY address, port, generation"))
        .Select(text => DateTime.Parse(text, CultureInfo.InvariantCulture, DateTimeStyles.AdjustToUniversal)),
    ];
}
