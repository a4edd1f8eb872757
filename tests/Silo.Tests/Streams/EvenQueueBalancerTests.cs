using System.Net;
using FsCheck;
using FsCheck.Fluent;
using Orleans.Streams;
using PathwayOrleans.Silo.Streams;
using PathwayOrleans.Testing;

namespace PathwayOrleans.Silo.Tests.Streams;

[Trait("Tier", "Slow")]
public class EvenQueueBalancerTests
{
    private static readonly Gen<SiloAddress> Silo =
        from host in Gen.Choose(1, 250)
        from port in Gen.Choose(11111, 11120)
        from generation in Gen.Choose(1, 1_000_000)
        select SiloAddress.New(new IPAddress([10, 0, 0, (byte)host]), port, generation);

    private static readonly Gen<(int Partitions, SiloAddress[] Silos)> Clusters =
        from partitions in Gen.Choose(1, 100)
        from count in Gen.Choose(1, 20)
        from silos in Silo.ArrayOf(count)
        select (partitions, silos.Distinct().ToArray());

    [Fact]
    public void Every_queue_has_one_owner_and_the_silos_loads_differ_by_at_most_one() => Always.Holds(Clusters, cluster =>
    {
        Dictionary<QueueId, SiloAddress> owners = Owners(cluster.Partitions, cluster.Silos);
        Assert.Equal(cluster.Partitions, owners.Count);
        int[] counts = [.. cluster.Silos.Select(silo => owners.Values.Count(silo.Equals))];
        Assert.True(counts.Max() - counts.Min() <= 1, string.Join(' ', counts));
    });

    [Fact]
    public void The_distribution_does_not_depend_on_the_order_of_the_silos() => Always.Holds(Clusters, cluster =>
            Assert.Equal(Owners(cluster.Partitions, cluster.Silos), Owners(cluster.Partitions, [.. cluster.Silos.Reverse()])));

    [Fact]
    public void A_silo_that_is_not_active_has_no_queues() => Always.Holds(
        Clusters,
        cluster => Assert.Empty(
            EvenQueueBalancer.QueuesOf(SiloAddress.New(IPAddress.Loopback, 1, 1), cluster.Silos, Queues(cluster.Partitions))));

    [Fact]
    public void When_a_silo_joins_or_leaves_few_queues_move_beyond_the_minimum()
    {
        int moved = 0;
        int necessary = 0;
        Always.Holds(Clusters.Where(cluster => cluster.Silos.Length > 1), cluster =>
        {
            Dictionary<QueueId, SiloAddress> all = Owners(cluster.Partitions, cluster.Silos);
            Dictionary<QueueId, SiloAddress> without = Owners(cluster.Partitions, cluster.Silos[1..]);
            moved += all.Count(queue => !without[queue.Key].Equals(queue.Value));
            necessary += all.Values.Count(cluster.Silos[0].Equals);
        });
        Assert.True(moved < 3 * necessary, $"{moved} queues moved where {necessary} had to.");
    }

    private static QueueId[] Queues(int partitions) => [.. new PartitionQueueMapper(partitions).GetAllQueues()];

    private static Dictionary<QueueId, SiloAddress> Owners(int partitions, SiloAddress[] silos) => silos
        .SelectMany(silo => EvenQueueBalancer.QueuesOf(silo, silos, Queues(partitions)).Select(queue => (queue, silo)))
        .ToDictionary(owned => owned.queue, owned => owned.silo);
}
