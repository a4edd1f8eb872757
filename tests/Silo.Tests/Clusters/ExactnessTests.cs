using PathwayOrleans.Grains.Interfaces;
using PathwayOrleans.Producer.Events;
using PathwayOrleans.Producer.Load;
using PathwayOrleans.Silo.Tests.Harness;
using PathwayOrleans.Testing.Workload;

namespace PathwayOrleans.Silo.Tests.Clusters;

[Collection(nameof(ClustersInTurn))]
public class ExactnessTests
{
    [Theory]
    [InlineData("true")]
    [InlineData("false")]
    public async Task Every_event_counts_once_and_grains_and_rows_agree(string groupCommit)
    {
        await using TestCluster cluster = await TestCluster.StartAsync(settings: ("Pathway:Silo:GroupCommit", groupCommit));
        using Load load = await Load.ProduceAsync(
            cluster.Kafka, new LoadOptions { Events = 20_000, Users = 500, Malformed = 200, Skew = 0.5 });
        await load.AssertExactAsync(cluster.Kafka, cluster.Database);
        foreach (UserExpectation user in load.Expectation.Users)
        {
            UserTotals? totals = await cluster.Grains.GetUser(user.UserId).GetTotals();
            Assert.Equal(new UserTotals(user.UserId, user.Count, user.TotalValue, user.LastTime), totals);
        }

        Assert.Null(await cluster.Grains.GetUser("nobody").GetTotals());
    }
}
