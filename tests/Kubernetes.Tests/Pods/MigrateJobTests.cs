using PathwayOrleans.Kubernetes.Tests.Manifests.Rendering;
using PathwayOrleans.PodHarness;
using PathwayOrleans.PodHarness.Specs;

namespace PathwayOrleans.Kubernetes.Tests.Pods;

[Trait("Tier", "Slow")]
public sealed class MigrateJobTests
{
    [Fact]
    public async Task Migrate_makes_the_tables_of_an_empty_database_and_later_finds_them_made()
    {
        RenderedObjects objects = RenderedObjects.Parse(await Kustomize.RenderAsync("overlays/standalone"));
        await using PodCluster cluster = await PodCluster.StartAsync(objects);
        var migrate = JobSpec.Read(objects, "migrate");

        (int restarts, string output) = await Job.RunAsync(cluster, migrate);
        Assert.Equal(0, restarts);
        Assert.DoesNotContain("up to date", output, StringComparison.Ordinal);
        Assert.Equal(0, await cluster.Database.ScalarAsync<long>("SELECT count(*) FROM events"));

        (restarts, output) = await Job.RunAsync(cluster, migrate);
        Assert.Equal(0, restarts);
        Assert.Contains("up to date", output, StringComparison.Ordinal);
    }
}
