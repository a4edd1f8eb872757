using Microsoft.Extensions.DependencyInjection;
using Orleans.Streams;
using PathwayOrleans.Grains.Partitions;
using PathwayOrleans.Grains.Users;
using PathwayOrleans.Producer.Events;
using PathwayOrleans.Silo.Hosting;
using PathwayOrleans.Silo.Tests.Harness;
using PathwayOrleans.Testing;
using PathwayOrleans.Testing.Workload;

namespace PathwayOrleans.Silo.Tests.Clusters;

/// <summary>A partition that two silos read at the same time, as happens while silos join, leave or are separated.</summary>
[Collection(nameof(ClustersInTurn))]
[Trait("Tier", "Slow")]
public class TwoReadersTests
{
    [Fact]
    public async Task Two_agents_that_deliver_the_same_partition_lose_nothing_and_count_nothing_twice()
    {
        var greedy = new SwitchedBalancer.Switch();
        await using TestCluster cluster = await TestCluster.StartAsync(partitions: 3, configure: builder =>
        {
            builder.Services.AddSingleton(greedy);
            builder.Services.AddKeyedTransient<IStreamQueueBalancer>(
                PartitionStreams.Provider, (services, _) => ActivatorUtilities.CreateInstance<SwitchedBalancer>(services));
        });
        TestSilo second = await cluster.AddSiloAsync();
        await Eventually.SucceedsAsync(
            () => second.Buffers.Length == 3 && cluster.Silos[0].Buffers.Length == 3, "both silos reading every partition");
        using Load load = Load.Start(
            cluster.Kafka, new LoadOptions { Events = 20_000, Users = 300, Malformed = 20 }, rate: 10_000);
        await Eventually.SucceedsAsync(
            () => second.Buffers.Sum(buffer => buffer.InFlight) > 0
                && cluster.Silos[0].Buffers.Sum(buffer => buffer.InFlight) > 0, "events in flight on both silos");
        await load.ProducedAsync();
        greedy.TurnOff();
        await cluster.BalancedAsync();
        await load.AssertExactAsync(cluster.Kafka, cluster.Database);
    }

    [Fact]
    public async Task A_stale_partition_grain_that_still_sends_events_does_no_harm()
    {
        await using TestCluster cluster = await TestCluster.StartAsync(silos: 2, partitions: 1);
        using Load load = await Load.ProduceAsync(cluster.Kafka, new LoadOptions { Events = 20_000, Users = 300 });
        TestSilo owner = cluster.OwnerOf(0);
        TestSilo zombie = cluster.Silos.Single(silo => silo != owner);
        PartitionBuffer buffer = zombie.Service<SiloRuntime>().Reader!.Open(0);
        var splitter = new BatchSplitter();
        var dispatchers = new UserDispatchers(
            zombie.Grains, buffer.Identity, zombie.Address, zombie.Service<PendingUserLimiter>());
        var sent = new List<Task>();
        await Eventually.SucceedsAsync(
            () =>
            {
                if (buffer.Take(500) is { } batch)
                {
                    Assert.True(buffer.Accept(batch));
                    splitter.Split(batch, dispatchers);
                    foreach (UserDispatcher dispatcher in splitter.Users)
                    {
                        PositionedEvent[] events = dispatcher.Events!;
                        dispatcher.Events = null;
                        sent.Add(dispatcher.Send(events));
                    }

                    buffer.Dispatched(batch, splitter.Users.Count);
                    buffer.Release(batch, durable: false);
                }

                return buffer.ToStatus(reportedEnd: null).Next == "20000" && buffer.InFlight == 0;
            },
            "all events sent by the stale silo");
        await load.AssertExactAsync(cluster.Kafka, cluster.Database);

        // Some of the stale silo's calls may have failed on a stale state; the others succeeded and counted nothing again.
        await Task.WhenAll(sent.Select(call => call.ContinueWith(_ => { }, TaskScheduler.Default)));
        await load.AssertExactAsync(cluster.Kafka, cluster.Database);
    }
}
