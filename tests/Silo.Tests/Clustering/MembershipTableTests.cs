using System.Net;
using PathwayOrleans.Silo.Tests.Harness;
using PathwayOrleans.Testing;

namespace PathwayOrleans.Silo.Tests.Clustering;

/// <summary>Orleans' own membership provider, with the query texts of our schema.</summary>
[Trait("Tier", "Slow")]
public class MembershipTableTests
{
    private static readonly DateTime Start = new(2026, 1, 2, 3, 4, 5, 678, DateTimeKind.Utc);

    [Fact]
    public async Task A_new_cluster_has_a_version_and_no_silos_even_if_many_silos_create_it()
    {
        await using PostgresForTests database = await PostgresForTests.CreateAsync();
        await using OrleansProviders orleans = await OrleansProviders.StartAsync(database);
        await Task.WhenAll(Enumerable.Range(0, 8).Select(
            _ => Task.Run(() => orleans.Membership.InitializeMembershipTableAsync(true, CancellationToken.None))));
        MembershipTableData empty = await orleans.Membership.ReadAllAsync(CancellationToken.None);
        Assert.Equal(0, empty.Version.Version);
        Assert.Empty(empty.Members);
        Assert.Empty((await orleans.Membership.ReadRowAsync(Silo(1).SiloAddress, CancellationToken.None)).Members);
        Assert.Equal(
            ["test-cluster|0"], await database.RowsAsync("SELECT deploymentid, version FROM orleansmembershipversiontable"));
    }

    [Fact]
    public async Task A_silo_reads_back_as_it_was_inserted_and_updated()
    {
        await using PostgresForTests database = await PostgresForTests.CreateAsync();
        await using OrleansProviders orleans = await OrleansProviders.StartAsync(database);
        IMembershipTable table = await InitializeAsync(orleans);
        MembershipEntry one = Silo(1);
        one.HostName = new string('h', 253);
        MembershipEntry two = Silo(2, IPAddress.Parse("2001:db8:ffff:ffff:ffff:ffff:ffff:fffe"));
        Assert.True(await InsertAsync(table, one));
        Assert.True(await InsertAsync(table, two));
        MembershipTableData data = await table.ReadAllAsync(CancellationToken.None);
        Assert.Equal(2, data.Version.Version);
        AssertSame([one, two], data);

        two.Status = SiloStatus.Active;
        two.IAmAliveTime = Start.AddMinutes(1);
        two.SuspectTimes = [Tuple.Create(one.SiloAddress, Start.AddSeconds(1)), Tuple.Create(
            two.SiloAddress, Start.AddSeconds(2))];
        Assert.True(await UpdateAsync(table, two));
        data = await table.ReadRowAsync(two.SiloAddress, CancellationToken.None);
        Assert.Equal(3, data.Version.Version);
        AssertSame([two], data);

        two.SuspectTimes = null;
        Assert.True(await UpdateAsync(table, two));
        AssertSame([one, two], await table.ReadAllAsync(CancellationToken.None));
    }

    [Fact]
    public async Task A_change_based_on_an_older_version_is_rejected()
    {
        await using PostgresForTests database = await PostgresForTests.CreateAsync();
        await using OrleansProviders orleans = await OrleansProviders.StartAsync(database);
        IMembershipTable table = await InitializeAsync(orleans);
        TableVersion before = (await table.ReadAllAsync(CancellationToken.None)).Version.Next();
        MembershipEntry one = Silo(1);
        Assert.True(await table.InsertRowAsync(one, before, CancellationToken.None));
        Assert.False(await table.InsertRowAsync(Silo(2), before, CancellationToken.None));
        Assert.False(await InsertAsync(table, one));
        one.Status = SiloStatus.Dead;
        Assert.False(await UpdateAsync(table, one, before));
        Assert.False(await UpdateAsync(table, Silo(2)));

        MembershipTableData data = await table.ReadAllAsync(CancellationToken.None);
        Assert.Equal(1, data.Version.Version);
        AssertSame([Silo(1)], data);
    }

    [Fact]
    public async Task Of_many_concurrent_changes_one_succeeds_per_version()
    {
        await using PostgresForTests database = await PostgresForTests.CreateAsync();
        await using OrleansProviders orleans = await OrleansProviders.StartAsync(database);
        IMembershipTable table = await InitializeAsync(orleans);
        for (int round = 1; round <= 5; round++)
        {
            TableVersion next = (await table.ReadAllAsync(CancellationToken.None)).Version.Next();
            bool[] won = await Task.WhenAll(Enumerable.Range(0, 8).Select(
                silo => Task.Run(() => table.InsertRowAsync(Silo((10 * round) + silo), next, CancellationToken.None))));
            Assert.Single(won, true);
        }

        MembershipTableData data = await table.ReadAllAsync(CancellationToken.None);
        Assert.Equal((5, 5), (data.Version.Version, data.Members.Count));
    }

    [Fact]
    public async Task A_heartbeat_changes_its_time_and_no_version()
    {
        await using PostgresForTests database = await PostgresForTests.CreateAsync();
        await using OrleansProviders orleans = await OrleansProviders.StartAsync(database);
        IMembershipTable table = await InitializeAsync(orleans);
        MembershipEntry one = Silo(1);
        MembershipEntry two = Silo(2);
        await InsertAsync(table, one);
        await InsertAsync(table, two);
        one.IAmAliveTime = Start.AddHours(1);
        await table.UpdateIAmAliveAsync(one, CancellationToken.None);
        MembershipTableData data = await table.ReadAllAsync(CancellationToken.None);
        Assert.Equal(2, data.Version.Version);
        AssertSame([one, two], data);
    }

    [Fact]
    public async Task A_change_based_on_an_older_heartbeat_does_not_overwrite_the_newer_one()
    {
        await using PostgresForTests database = await PostgresForTests.CreateAsync();
        await using OrleansProviders orleans = await OrleansProviders.StartAsync(database);
        IMembershipTable table = await InitializeAsync(orleans);
        MembershipEntry one = Silo(1);
        await InsertAsync(table, one);
        one.IAmAliveTime = Start.AddHours(1);
        await table.UpdateIAmAliveAsync(one, CancellationToken.None);
        MembershipEntry seen = Silo(1);
        seen.Status = SiloStatus.Dead;
        Assert.True(await UpdateAsync(table, seen));
        one.Status = SiloStatus.Dead;
        AssertSame([one], await table.ReadAllAsync(CancellationToken.None));
    }

    [Theory]
    [InlineData(true)]
    [InlineData(false)]
    public async Task Clean_up_removes_only_silos_that_have_been_dead_for_long(bool oneByOne)
    {
        await using PostgresForTests database = await PostgresForTests.CreateAsync();
        await using OrleansProviders orleans = await OrleansProviders.StartAsync(database);
        if (!oneByOne)
        {
            // Without this query the provider uses the single statement of earlier versions.
            await database.ExecuteAsync("DELETE FROM orleansquery WHERE querykey = 'CleanupDefunctSiloEntryKey'");
        }

        IMembershipTable table = await InitializeAsync(orleans);
        foreach ((int silo, SiloStatus status, int aliveDaysAgo) in ((int, SiloStatus, int)[])
            [
                (1, SiloStatus.Dead, 8),
                (2, SiloStatus.Dead, 6),
                (3, SiloStatus.Active, 8),
                (4, SiloStatus.ShuttingDown, 8),
                (5, SiloStatus.Dead, 9)
            ])
        {
            MembershipEntry entry = Silo(silo);
            entry.Status = status;
            entry.StartTime = Start.AddDays(-20);
            entry.IAmAliveTime = Start.AddDays(-aliveDaysAgo);
            Assert.True(await InsertAsync(table, entry));
            entry.SuspectTimes = silo == 5 ? [Tuple.Create(entry.SiloAddress, Start.AddDays(-9))] : null;
            Assert.True(await UpdateAsync(table, entry));
        }

        await table.CleanupDefunctSiloEntriesAsync(new DateTimeOffset(Start.AddDays(-7)), CancellationToken.None);
        MembershipTableData left = await table.ReadAllAsync(CancellationToken.None);
        Assert.Equal([2, 3, 4], left.Members.Select(member => member.Item1.SiloAddress.Generation).Order());
        Assert.Equal(10, left.Version.Version);
    }

    [Fact]
    public async Task Deleting_a_cluster_does_not_affect_the_others()
    {
        await using PostgresForTests database = await PostgresForTests.CreateAsync();
        await using OrleansProviders one = await OrleansProviders.StartAsync(database);
        await using OrleansProviders neighbour = await OrleansProviders.StartAsync(database, clusterId: "test-cluster-2");
        await using OrleansProviders other = await OrleansProviders.StartAsync(database, "rebuild-1");
        MembershipEntry entry = Silo(1);
        entry.Status = SiloStatus.Active;
        foreach (OrleansProviders orleans in (OrleansProviders[])[one, neighbour, other])
        {
            IMembershipTable table = await InitializeAsync(orleans);
            Assert.Empty((await table.ReadAllAsync(CancellationToken.None)).Members);
            Assert.True(await InsertAsync(table, entry));
        }

        await one.Membership.DeleteMembershipTableEntriesAsync("test-cluster", CancellationToken.None);
        Assert.Equal(
            ["test-cluster-2|1"], await database.RowsAsync("SELECT deploymentid, version FROM orleansmembershipversiontable"));
        Assert.Equal(["test-cluster-2"], await database.RowsAsync("SELECT deploymentid FROM orleansmembershiptable"));
        Assert.Empty(await one.GatewaysAsync());
        AssertSame([entry], await neighbour.Membership.ReadAllAsync(CancellationToken.None));
        AssertSame([entry], await other.Membership.ReadAllAsync(CancellationToken.None));
        Assert.Single(await other.GatewaysAsync());

        // A deleted cluster can be created again.
        IMembershipTable again = await InitializeAsync(one);
        Assert.True(await InsertAsync(again, entry));
    }

    [Fact]
    public async Task Clients_get_the_gateways_of_active_silos()
    {
        await using PostgresForTests database = await PostgresForTests.CreateAsync();
        await using OrleansProviders orleans = await OrleansProviders.StartAsync(database);
        IMembershipTable table = await InitializeAsync(orleans);
        Assert.Empty(await orleans.GatewaysAsync());
        foreach ((int silo, SiloStatus status, int gateway) in ((int, SiloStatus, int)[])
            [
                (1, SiloStatus.Active, 30001),
                (2, SiloStatus.Active, 0),
                (3, SiloStatus.Dead, 30003),
                (4, SiloStatus.Joining, 30004),
                (5, SiloStatus.Active, 30005)
            ])
        {
            MembershipEntry entry = Silo(silo);
            entry.Status = status;
            entry.ProxyPort = gateway;
            Assert.True(await InsertAsync(table, entry));
        }

        Assert.Equal(["gwy.tcp://10.0.0.7:30001/1", "gwy.tcp://10.0.0.7:30005/5"], await orleans.GatewaysAsync());
    }

    private static async Task<IMembershipTable> InitializeAsync(OrleansProviders orleans)
    {
        await orleans.Membership.InitializeMembershipTableAsync(true, CancellationToken.None);
        return orleans.Membership;
    }

    private static MembershipEntry Silo(int number, IPAddress? address = null) => new()
    {
        SiloAddress = SiloAddress.New(address ?? IPAddress.Parse("10.0.0.7"), 11111, number),
        SiloName = $"silo-{number}",
        HostName = "host",
        Status = SiloStatus.Joining,
        ProxyPort = 30000,
        StartTime = Start,
        IAmAliveTime = Start,
    };

    private static async Task<bool> InsertAsync(IMembershipTable table, MembershipEntry entry) =>
        await table.InsertRowAsync(
            entry, (await table.ReadAllAsync(CancellationToken.None)).Version.Next(), CancellationToken.None);

    private static async Task<bool> UpdateAsync(IMembershipTable table, MembershipEntry entry) =>
        await UpdateAsync(table, entry, (await table.ReadAllAsync(CancellationToken.None)).Version.Next());

    // The tag of a row is that of the table, because every change of a row changes the version.
    private static Task<bool> UpdateAsync(IMembershipTable table, MembershipEntry entry, TableVersion next) =>
        table.UpdateRowAsync(entry, next.VersionEtag, next, CancellationToken.None);

    private static void AssertSame(IEnumerable<MembershipEntry> expected, MembershipTableData actual) =>
        Assert.Equal(expected.Select(Text), actual.Members.Select(member => Text(member.Item1)).Order(StringComparer.Ordinal));

    private static string Text(MembershipEntry entry) =>
        $"{entry.SiloName} {entry.SiloAddress.ToParsableString()} {entry.HostName} {entry.Status} {entry.ProxyPort} " +
        $"{entry.StartTime:O} {entry.IAmAliveTime:O} " +
        string.Join(' ', (entry.SuspectTimes ?? []).Select(
            suspect => $"{suspect.Item1.ToParsableString()}@{suspect.Item2:s}.{suspect.Item2:fff}"));
}
