using PathwayOrleans.Kubernetes.Tests.Manifests.Rendering;
using PathwayOrleans.PodHarness.Nodes;
using PathwayOrleans.PodHarness;

namespace PathwayOrleans.Kubernetes.Tests.Pods;

[Trait("Tier", "Slow")]
public sealed class StandaloneRolloutTests
{
    private const int Connections = 2;

    [Fact]
    public async Task Scaling_out_a_rolling_update_and_scaling_in_lose_and_repeat_nothing()
    {
        await using DeploymentUnderLoad standalone = await DeploymentUnderLoad.StartAsync(
            await Kustomize.RenderAsync("overlays/standalone"), "standalone");
        await standalone.Pods.ScaleAsync(1);
        Assert.False(Directory.Exists($"{standalone.Pods.Pods[0].Container.RootFolder}/var/run/secrets"), "The pod has a token.");

        await standalone.Pods.ScaleAsync(3);
        await standalone.SharedEvenlyAsync();
        IReadOnlyList<Pod> first = standalone.Pods.Pods;

        standalone.Pods.WatchReady();
        await standalone.Pods.RolloutAsync();
        Assert.Equal(3, standalone.Pods.FewestReady);
        Assert.Empty(standalone.Pods.Pods.Intersect(first));
        await standalone.SharedEvenlyAsync();

        await standalone.Pods.ScaleAsync(1);
        await standalone.SharedEvenlyAsync();
        await standalone.AssertExactAsync(Connections);
        Assert.All(standalone.Pods.Past, pod => Assert.Equal(0, pod.Restarts));
    }
}
