using System.Globalization;
using System.Net;
using PathwayOrleans.LocalInfra;
using PathwayOrleans.Silo.Tests.Harness;
using PathwayOrleans.Testing;

namespace PathwayOrleans.Silo.Tests.Membership;

/// <summary>Silos whose processes have ended without leaving the cluster.</summary>
[Trait("Tier", "Slow")]
public sealed class EndedSiloTests
{
    private const string Service = "pathway";

    // No missed heartbeat tells that the silo is dead.
    private static readonly DateTime Future = DateTime.UtcNow.AddHours(6);

    [Fact]
    public async Task A_silo_joins_although_one_whose_process_has_just_ended_is_still_listed()
    {
        await using PostgresForTests database = await PostgresForTests.CreateAsync();
        await using KafkaForTests kafka = await KafkaForTests.StartAsync(partitions: 2);
        await ListAsync(database, SiloAddress.New(IPAddress.Loopback, FreePort.Find(), 1), SiloStatus.Active);

        await using TestSilo silo = await StartAsync(database, kafka);
        await AssertOnlyActiveAsync(database, silo);
        await Eventually.SucceedsAsync(() => silo.Buffers.Length == kafka.Partitions, "reading all partitions");
    }

    [Theory]
    [InlineData(SiloStatus.Active)]
    [InlineData(SiloStatus.Dead)]
    public async Task A_silo_starts_at_the_address_of_one_that_was_started_while_the_clock_was_ahead(SiloStatus status)
    {
        await using PostgresForTests database = await PostgresForTests.CreateAsync();
        await using KafkaForTests kafka = await KafkaForTests.StartAsync(partitions: 2);
        int port = FreePort.Find();
        int later = SiloAddress.AllocateNewGeneration() + (int)TimeSpan.FromHours(6).TotalSeconds;
        await ListAsync(database, SiloAddress.New(IPAddress.Loopback, port, later), status);

        await using TestSilo silo = await StartAsync(
            database, kafka, ("Pathway:Silo:Port", port.ToString(CultureInfo.InvariantCulture)));
        await AssertOnlyActiveAsync(database, silo);
        await Eventually.SucceedsAsync(() => silo.Buffers.Length == kafka.Partitions, "reading all partitions");
    }

    private static Task<TestSilo> StartAsync(
        PostgresForTests database, KafkaForTests kafka, params (string Key, string Value)[] settings) => TestSilo.StartAsync(
        "silo", database, kafka, _ => { }, settings.Select(setting => KeyValuePair.Create(setting.Key, (string?)setting.Value)));

    private static async Task ListAsync(PostgresForTests database, SiloAddress silo, SiloStatus status)
    {
        await using OrleansProviders orleans = await OrleansProviders.StartAsync(database, Service, Service);
        IMembershipTable table = orleans.Membership;
        await table.InitializeMembershipTableAsync(true, CancellationToken.None);
        var entry = new MembershipEntry
        {
            SiloAddress = silo,
            SiloName = "ended",
            HostName = "host",
            RoleName = "",
            Status = status,
            StartTime = Future,
            IAmAliveTime = Future,
        };
        TableVersion next = (await table.ReadAllAsync(CancellationToken.None)).Version.Next();
        Assert.True(await table.InsertRowAsync(entry, next, CancellationToken.None));
    }

    private static async Task AssertOnlyActiveAsync(PostgresForTests database, TestSilo silo) => Assert.Equal(
        [$"{silo.Address.Endpoint.Port}|{silo.Address.Generation}"],
        await database.RowsAsync("SELECT port, generation FROM orleansmembershiptable WHERE status <> 6"));
}
