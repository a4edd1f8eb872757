using PathwayOrleans.Kubernetes.Tests.Manifests.Rendering;
using PathwayOrleans.PodHarness;

namespace PathwayOrleans.Kubernetes.Tests.Pods;

[Trait("Tier", "Slow")]
public sealed class StandaloneOutageTests
{
    private const int Connections = 2;
    private const long Records = 2_000;

    [Fact]
    public async Task Without_database_or_broker_pods_are_not_ready_and_stay_alive_and_all_is_exact_after()
    {
        await using DeploymentUnderLoad standalone = await DeploymentUnderLoad.StartAsync(
            await Kustomize.RenderAsync("overlays/standalone"), "standalone");
        await standalone.Pods.ScaleAsync(2);
        await standalone.CountsOnAsync(Records);

        await standalone.Cluster.WithoutDatabaseAsync(standalone.Pods.UnreadyAsync);
        await standalone.Pods.AvailableAsync();
        await standalone.CountsOnAsync(Records);

        await standalone.Cluster.WithoutBrokerAsync(standalone.Pods.UnreadyAsync);
        await standalone.Pods.AvailableAsync();
        await standalone.CountsOnAsync(Records);

        await standalone.AssertExactAsync(Connections);
        Assert.All(standalone.Pods.Past, pod => Assert.Equal(0, pod.Restarts));
    }
}
