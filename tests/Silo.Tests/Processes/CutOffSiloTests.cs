using System.Globalization;
using PathwayOrleans.Producer.Events;
using PathwayOrleans.Silo.Tests.Processes.Harness;
using PathwayOrleans.Testing;
using PathwayOrleans.Testing.Network;

namespace PathwayOrleans.Silo.Tests.Processes;

[Collection(ProcessTests.Name)]
public sealed class CutOffSiloTests
{
    private const int SiloPort = 11111;
    private const int GatewayPort = 30000;
    private const int HttpPort = 8080;

    // The length of the cut is the fault itself, not a wait for something.
    private static readonly TimeSpan Cut = TimeSpan.FromSeconds(30);

    [Fact]
    public async Task A_silo_whose_link_is_down_for_thirty_seconds_loses_and_repeats_nothing()
    {
        await using PostgresForHosts server = await PostgresForHosts.StartAsync();
        await using PostgresForTests database = await PostgresForTests.CreateOnAsync(server.Server);
        await using KafkaForTests kafka = await KafkaForTests.StartAsync();
        await using NetworkHosts network = await NetworkHosts.StartAsync(3, database.Port, PortOf(kafka));
        await using SiloCluster cluster = SiloCluster.Empty(kafka, database);
        await cluster.StartedAsync(network.Hosts.Select(PlaceOn));

        // Few users, so that each has events on both sides of the cut.
        using Load load = Load.Start(kafka, new LoadOptions { Events = 400_000, Users = 500, Malformed = 100 }, rate: 10_000);
        await cluster.DurableAsync(20_000);
        SiloProcess lost = cluster.Silos[0];
        await network.Hosts[0].CutOffAsync();
        Task cut = Task.Delay(Cut);
        await cluster.SharedAsync([.. cluster.Silos.Where(silo => silo != lost)]);
        Assert.False(cut.IsCompleted, "The others did not take over while the silo was cut off.");
        Assert.Contains($"{lost.Place.Name}|dead", await cluster.MembersAsync());
        await cluster.DurableAsync(await cluster.ProgressAsync() + 20_000);
        Assert.False(lost.Process.HasExited, lost.Process.OutputTail);
        await cut;

        // It comes back with writes to finish that others have done since, and finds itself dead.
        await network.Hosts[0].ReconnectAsync();
        Assert.NotEqual(0, await lost.EndAsync("ending as it finds itself dead"));
        await cluster.RemoveAsync(lost);
        cluster.Add(lost.Place);

        await cluster.AssertExactAsync(load);
        await cluster.SharedAsync();
    }

    private static SiloPlace PlaceOn(NetworkHost host) =>
        new(host.Address.ToString(), SiloPort, GatewayPort, HttpPort) { Prefix = host.CommandPrefix };

    private static int PortOf(KafkaForTests kafka)
    {
        Assert.SkipWhen(KafkaForTests.IsReal, "The hosts reach this machine's loopback alone, not a broker elsewhere.");
        return int.Parse(kafka.BootstrapServers.Split(':')[1], CultureInfo.InvariantCulture);
    }
}
