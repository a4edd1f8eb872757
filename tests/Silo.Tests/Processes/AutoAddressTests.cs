using System.Globalization;
using PathwayOrleans.Silo.Tests.Processes.Harness;
using PathwayOrleans.Testing;
using PathwayOrleans.Testing.Network;
using PathwayOrleans.Testing.Processes;

namespace PathwayOrleans.Silo.Tests.Processes;

[Collection(ProcessTests.Name)]
public sealed class AutoAddressTests
{
    private const int SiloPort = 11111;

    [Fact]
    public async Task Silos_with_automatic_addresses_find_their_addresses_and_each_other()
    {
        Assert.SkipWhen(
            KafkaForTests.IsReal, "The hosts of this test can only reach the loopback of this machine, not an external broker.");
        await using PostgresForHosts server = await PostgresForHosts.StartAsync();
        await using PostgresForTests database = await PostgresForTests.CreateOnAsync(server.Server);
        await using KafkaForTests kafka = await KafkaForTests.StartAsync();
        int broker = int.Parse(kafka.BootstrapServers.Split(':')[1], CultureInfo.InvariantCulture);
        await using NetworkHosts network = await NetworkHosts.StartAsync(2, database.Port, broker);
        await using SiloCluster cluster = SiloCluster.Empty(kafka, database, ("Pathway__Silo__Address", "auto"));

        await cluster.StartedAsync(network.Hosts.Select(
            host => new SiloPlace(host.Address.ToString(), SiloPort, 30000, 8080) { Prefix = host.CommandPrefix }));

        string[] expected = [.. network.Hosts.Select(host => FormattableString.Invariant($"{host.Address}:{SiloPort}|active"))];
        Assert.Equal(expected.Order(), (await cluster.MembersAsync()).Order());
    }
}
