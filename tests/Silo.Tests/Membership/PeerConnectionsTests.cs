using PathwayOrleans.Silo.Membership;
using PathwayOrleans.Silo.Tests.Harness;
using PathwayOrleans.Testing;

namespace PathwayOrleans.Silo.Tests.Membership;

[Collection(nameof(ClustersInTurn))]
public sealed class PeerConnectionsTests
{
    [Fact]
    public async Task Both_silos_know_of_the_connection_that_one_of_them_opened()
    {
        await using TestCluster cluster = await TestCluster.StartAsync(partitions: 2, silos: 2);
        TestSilo first = cluster.Silos[0];
        TestSilo second = cluster.Silos[1];
        SiloAddress other = second.Address;
        await Eventually.SucceedsAsync(
            () => IsOpen(first, other) && IsOpen(second, first.Address), "each silo has seen a connection with the other one");

        await cluster.StopSiloAsync(second);
        await Eventually.SucceedsAsync(() => !IsOpen(first, other), "the connection has ended");
    }

    private static bool IsOpen(TestSilo silo, SiloAddress other) => silo.Service<PeerConnections>().IsOpen(other);
}
