using PathwayOrleans.Kubernetes.Tests.Pods.Harness.Controllers;
using PathwayOrleans.Kubernetes.Tests.Pods.Harness.Specs;
using PathwayOrleans.Kubernetes.Tests.Pods.Harness.World;

namespace PathwayOrleans.Kubernetes.Tests.Pods;

public sealed class StandalonePodTests
{
    private const string Overlay = "overlays/standalone";

    [Fact]
    public async Task Migrate_makes_the_tables_of_an_empty_database_and_finds_them_made_the_second_time()
    {
        RenderedObjects objects = await Kustomize.RenderAsync(Overlay);
        await using PodCluster cluster = await PodCluster.StartAsync(objects);
        var migrate = JobSpec.Read(objects, "migrate");
        (int restarts, string output) = await Job.RunAsync(cluster, migrate);
        TestContext.Current.SendDiagnosticMessage(output);
        Assert.Equal(0, restarts);
        Assert.Equal(0, await cluster.Database.ScalarAsync<long>("SELECT count(*) FROM events"));
        Assert.Equal((0, ""), await Job.RunAsync(cluster, migrate));
    }

    [Fact]
    public async Task Try()
    {
        RenderedObjects objects = await Kustomize.RenderAsync(Overlay);
        await using PodCluster cluster = await PodCluster.StartAsync(objects);
        var deployment = new Deployment(cluster, DeploymentSpec.Read(objects, "standalone"));
        await deployment.ScaleAsync(1);
        await deployment.ScaleAsync(3);
        await deployment.RolloutAsync();
        await deployment.ScaleAsync(1);
        Assert.Fail(string.Join('\n', cluster.Pods.Select(pod => pod.Description)));
    }
}
