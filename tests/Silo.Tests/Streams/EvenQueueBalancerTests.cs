using System.Net;
using FsCheck;
using FsCheck.Fluent;
using Orleans.Streams;
using PathwayOrleans.Silo.Streams;
using PathwayOrleans.Testing;

namespace PathwayOrleans.Silo.Tests.Streams;

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
    public void Every_queue_has_one_owner_and_no_silo_has_two_more_than_another() => Always.Holds(Clusters, cluster =>
    {
        Dictionary<QueueId, SiloAddress> owners = Owners(cluster.Partitions, cluster.Silos);
        Assert.Equal(cluster.Partitions, owners.Count);
        int[] counts = [.. cluster.Silos.Select(silo => owners.Values.Count(silo.Equals))];
        Assert.True(counts.Max() - counts.Min() <= 1, string.Join(' ', counts));
    });

    [Fact]
    public void In_whatever_order_a_silo_knows_the_others_it_comes_to_the_same() => Always.Holds(
        Clusters, cluster => Assert.Equal(Owners(cluster.Partitions, cluster.Silos), Owners(cluster.Partitions, [.. cluster.Silos.Reverse()])));

    [Fact]
    public void A_silo_that_is_not_among_the_active_has_nothing() => Always.Holds(
        Clusters,
        cluster => Assert.Empty(EvenQueueBalancer.QueuesOf(SiloAddress.New(IPAddress.Loopback, 1, 1), cluster.Silos, Queues(cluster.Partitions))));

    [Fact]
    public void When_a_silo_comes_or_goes_little_more_moves_than_has_to()
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
