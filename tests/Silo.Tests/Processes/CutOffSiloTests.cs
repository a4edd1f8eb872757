using System.Globalization;
using PathwayOrleans.Silo.Tests.Processes.Harness;
using PathwayOrleans.Testing;
using PathwayOrleans.Testing.Network;
using PathwayOrleans.Testing.Processes;
using PathwayOrleans.Testing.Workload;

namespace PathwayOrleans.Silo.Tests.Processes;

[Collection(ProcessTests.Name)]
[Trait("Tier", "Slow")]
public sealed class CutOffSiloTests
{
    private const int SiloPort = 11111;
    private const int GatewayPort = 30000;
    private const int HttpPort = 8080;

    [Fact]
    public async Task A_silo_whose_link_is_down_until_it_was_declared_dead_loses_and_repeats_nothing()
    {
        await using PostgresForHosts server = await PostgresForHosts.StartAsync();
        await using PostgresForTests database = await PostgresForTests.CreateOnAsync(server.Server);
        await using KafkaForTests kafka = await KafkaForTests.StartAsync();
        await using NetworkHosts network = await NetworkHosts.StartAsync(3, database.Port, PortOf(kafka));
        await using SiloCluster cluster = SiloCluster.Empty(kafka, database);
        await cluster.StartedAsync(network.Hosts.Select(PlaceOn));

        // Few users, so that each has events on both sides of the cut.
        using Load load = Load.StartEndless(kafka, users: 500);
        await cluster.DurableAsync(10_000);
        SiloProcess lost = cluster.Silos[0];
        await network.Hosts[0].CutOffAsync();
        await cluster.SharedAsync([.. cluster.Silos.Where(silo => silo != lost)]);
        Assert.Contains($"{lost.Place.Name}|dead", await cluster.MembersAsync());
        await cluster.DurableAsync(await cluster.ProgressAsync() + 10_000);
        Assert.False(lost.Process.HasExited, lost.Process.OutputTail);

        // When its link is back, the silo has unfinished writes of events that others have counted since. It detects that it was
        // declared dead.
        await network.Hosts[0].ReconnectAsync();
        Assert.NotEqual(0, await lost.EndAsync("ending after it was declared dead"));
        await cluster.RemoveAsync(lost);
        cluster.Add(lost.Place);

        await load.StopAsync();
        await cluster.AssertExactAsync(load);
        await cluster.SharedAsync();
    }

    private static SiloPlace PlaceOn(NetworkHost host) =>
        new(host.Address.ToString(), SiloPort, GatewayPort, HttpPort) { Prefix = host.CommandPrefix };

    private static int PortOf(KafkaForTests kafka)
    {
        Assert.SkipWhen(
            KafkaForTests.IsReal, "The hosts of this test can only reach the loopback of this machine, not an external broker.");
        return int.Parse(kafka.BootstrapServers.Split(':')[1], CultureInfo.InvariantCulture);
    }
}
