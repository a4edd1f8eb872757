using PathwayOrleans.Kubernetes.Tests.Manifests.Rendering;
using PathwayOrleans.PodHarness.Nodes;
using PathwayOrleans.PodHarness;

namespace PathwayOrleans.Kubernetes.Tests.Pods;

[Trait("Tier", "Slow")]
public sealed class StandaloneFaultTests
{
    private const int Connections = 2;
    private const long Records = 2_000;

    [Fact]
    public async Task Killed_lost_and_cut_off_pods_lose_and_repeat_nothing()
    {
        await using DeploymentUnderLoad standalone = await DeploymentUnderLoad.StartAsync(
            await Kustomize.RenderAsync("overlays/standalone"), "standalone");
        await standalone.Pods.ScaleAsync(3);
        await standalone.SharedEvenlyAsync();

        // As after an out-of-memory kill: the kubelet restarts it in place. Another one is lost with its node.
        Pod killed = standalone.Pods.Pods[0];
        killed.Container.Kill();
        await standalone.Pods.LoseAsync(standalone.Pods.Pods[1]);
        await standalone.Cluster.WaitForAsync(() => Task.FromResult(killed.Restarts == 1), "the restart of the killed container");
        await standalone.Pods.AvailableAsync();
        await standalone.SharedEvenlyAsync();

        Pod cutOff = standalone.Pods.Pods[1];
        await cutOff.Network.CutOffAsync();
        await standalone.SharedEvenlyAsync([.. standalone.Pods.Pods.Where(pod => pod != cutOff)]);
        await standalone.CountsOnAsync(Records);
        await standalone.Cluster.WaitForAsync(
            () => Task.FromResult(!cutOff.IsReady), "the worker that is cut off not being ready");
        await cutOff.Network.ReconnectAsync();
        await standalone.SharedEvenlyAsync();
        await standalone.Pods.AvailableAsync();

        await standalone.AssertExactAsync(Connections, cutOff);
        Assert.Equal(1, standalone.Pods.Past.Sum(pod => pod.Restarts));
    }
}
