using PathwayOrleans.Aggregation;
using PathwayOrleans.Aggregation.Events;
using PathwayOrleans.Aggregation.State;
using PathwayOrleans.Grains.Interfaces;
using PathwayOrleans.Grains.Users;
using PathwayOrleans.Silo.Tests.Harness;

namespace PathwayOrleans.Silo.Tests.Clusters;

[Collection(nameof(ClustersInTurn))]
public class OtherWriterTests
{
    [Theory]
    [InlineData("true")]
    [InlineData("false")]
    public async Task A_grain_whose_row_somebody_else_wrote_drops_its_copy_and_both_writers_events_count(string groupCommit)
    {
        await using TestCluster cluster = await TestCluster.StartAsync(partitions: 1, settings: ("Pathway:Silo:GroupCommit", groupCommit));
        await cluster.ProduceAsync(0, [("a", 1), ("b", 1)]);
        await cluster.DurableAsync(0, 2);
        await using Commits other = await Commits.StartAsync(cluster.Database);
        for (int round = 1; round <= 3; round++)
        {
            (UserState state, int version) = (await other.LoadAsync(["a"]))[0];
            Assert.True(state.Apply(SourcePartition.Of("another source", 0), Position.FromOffset(round), new UserEvent("a", 100, 5)));
            Assert.True((await other.WriteAsync((state, version))).Committed);
            await cluster.ProduceAsync(0, [("a", 1), ("b", 1)]);
            await cluster.DurableAsync(0, 2 + (2 * round));
            Assert.Equal([$"a|{1 + (2 * round)}|{1 + (101 * round)}", $"b|{1 + round}|{1 + round}"], await cluster.CountsAsync());
            Assert.Equal(round, cluster.Silos[0].Service<UserCounters>().Conflicts);
        }

        Assert.Equal(7, (await cluster.Grains.GetUser("a").GetTotals())!.Count);
    }
}
