using Microsoft.Extensions.DependencyInjection;
using Orleans.Streams;
using PathwayOrleans.Grains.Partitions;
using PathwayOrleans.Grains.Users;
using PathwayOrleans.Producer.Events;
using PathwayOrleans.Silo.Hosting;
using PathwayOrleans.Silo.Tests.Harness;
using PathwayOrleans.Testing;

namespace PathwayOrleans.Silo.Tests.Clusters;

/// <summary>A partition that two silos read at the same time, as happens while silos come, go or cannot see each other.</summary>
[Collection(nameof(ClustersInTurn))]
public class TwoReadersTests
{
    [Fact]
    public async Task Two_agents_that_deliver_one_partition_to_its_grain_lose_nothing_and_count_nothing_twice()
    {
        var greedy = new SwitchedBalancer.Switch();
        await using TestCluster cluster = await TestCluster.StartAsync(partitions: 3, configure: builder =>
        {
            builder.Services.AddSingleton(greedy);
            builder.Services.AddKeyedTransient<IStreamQueueBalancer>(
                PartitionStreams.Provider, (services, _) => ActivatorUtilities.CreateInstance<SwitchedBalancer>(services));
        });
        TestSilo second = await cluster.AddSiloAsync();
        await Eventually.SucceedsAsync(() => second.Flows.Length == 3 && cluster.Silos[0].Flows.Length == 3, "both silos read every partition");
        using Load load = Load.Start(cluster.Kafka, new LoadOptions { Events = 20_000, Users = 300, Malformed = 20 }, rate: 10_000);
        await Eventually.SucceedsAsync(
            () => second.Flows.Sum(flow => flow.InFlight) > 0 && cluster.Silos[0].Flows.Sum(flow => flow.InFlight) > 0, "both silos have events in flight");
        await load.ProducedAsync();
        greedy.TurnOff();
        await cluster.BalancedAsync();
        await load.AssertExactAsync(cluster.Kafka, cluster.Database);
    }

    [Fact]
    public async Task A_partitions_grain_that_was_left_behind_and_goes_on_sending_events_spoils_nothing()
    {
        await using TestCluster cluster = await TestCluster.StartAsync(silos: 2, partitions: 1);
        using Load load = await Load.ProduceAsync(cluster.Kafka, new LoadOptions { Events = 20_000, Users = 300 });
        TestSilo owner = cluster.OwnerOf(0);
        TestSilo zombie = cluster.Silos.Single(silo => silo != owner);
        PartitionFlow flow = zombie.Service<SiloRuntime>().Reader!.Open(0);
        var splitter = new PollSplitter(Records.NoWindows);
        var routes = new UserRoutes(zombie.Grains, flow.Identity, zombie.Address, zombie.Service<UserBudget>());
        var sent = new List<Task>();
        await Eventually.SucceedsAsync(
            () =>
            {
                if (flow.Take(500) is { } poll)
                {
                    Assert.True(flow.Accept(poll));
                    splitter.Split(flow, poll, routes);
                    foreach (UserRoute route in splitter.Users)
                    {
                        PositionedEvent[] events = route.Events!;
                        route.Events = null;
                        sent.Add(route.Send(events));
                    }

                    flow.Release(poll, durable: false);
                }

                return flow.Next == Aggregation.Position.FromOffset(20_000) && flow.InFlight == 0;
            },
            "the zombie has sent every event");
        await load.AssertExactAsync(cluster.Kafka, cluster.Database);

        // Some of its calls may have met a copy that was behind; the others were taken, and counted nothing anew.
        await Task.WhenAll(sent.Select(call => call.ContinueWith(_ => { }, TaskScheduler.Default)));
        await load.AssertExactAsync(cluster.Kafka, cluster.Database);
    }
}
