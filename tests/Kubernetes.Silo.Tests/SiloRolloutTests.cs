using PathwayOrleans.Kubernetes.Tests.Pods.Harness;
using PathwayOrleans.Kubernetes.Tests.Pods.Harness.Nodes;
using PathwayOrleans.Kubernetes.Tests.Pods.Harness.World;

namespace PathwayOrleans.Kubernetes.Silo.Tests;

[Collection(PodsInTurn.Name)]
public sealed class SiloRolloutTests
{
    private const int Connections = 6;

    [Fact]
    public async Task Scaling_out_a_rolling_update_and_scaling_in_lose_and_repeat_nothing()
    {
        await using DeploymentUnderLoad silos = await DeploymentUnderLoad.StartAsync("base", "silo");
        await silos.Pods.ScaleAsync(1);
        Assert.False(Directory.Exists($"{silos.Pods.Pods[0].Container.RootFolder}/var/run/secrets"), "The pod has a token.");

        await silos.Pods.ScaleAsync(3);
        await silos.SharedEvenlyAsync();
        IReadOnlyList<Pod> first = silos.Pods.Pods;

        silos.Pods.WatchReady();
        await silos.Pods.RolloutAsync();
        Assert.Equal(3, silos.Pods.FewestReady);
        Assert.Empty(silos.Pods.Pods.Intersect(first));
        await silos.SharedEvenlyAsync();

        await silos.Pods.ScaleAsync(1);
        await silos.SharedEvenlyAsync();
        await silos.AssertExactAsync(Connections);
        Assert.All(silos.Pods.Past, pod => Assert.Equal(0, pod.Restarts));
    }
}
