using PathwayOrleans.Kubernetes.Tests.Manifests.Rendering;
using PathwayOrleans.PodHarness.Nodes;
using PathwayOrleans.PodHarness;

namespace PathwayOrleans.Kubernetes.Tests.Pods;

[Trait("Tier", "Slow")]
public sealed class SiloFaultTests
{
    private const int Connections = 6;
    private const long Records = 2_000;

    [Fact]
    public async Task Killed_lost_and_cut_off_pods_lose_and_repeat_nothing()
    {
        await using DeploymentUnderLoad silos = await DeploymentUnderLoad.StartAsync(
            await Kustomize.RenderAsync("base"), "silo");
        await silos.Pods.ScaleAsync(3);
        await silos.SharedEvenlyAsync();

        // As after an out-of-memory kill: the kubelet restarts it in place.
        Pod killed = silos.Pods.Pods[0];
        killed.Container.Kill();
        await silos.Cluster.WaitForAsync(() => Task.FromResult(killed.Restarts == 1), "the restart of the killed container");
        await silos.Pods.AvailableAsync();
        await silos.SharedEvenlyAsync();

        // Another one is lost with its node; no pod takes over its address.
        await silos.Pods.LoseAsync(silos.Pods.Pods[1]);
        await silos.Pods.AvailableAsync();
        await silos.SharedEvenlyAsync();

        // A silo that is cut off long enough to be declared dead detects this when it is connected again and terminates; the
        // kubelet restarts it.
        Pod cutOff = silos.Pods.Pods[1];
        await cutOff.Network.CutOffAsync();
        await silos.SharedEvenlyAsync([.. silos.Pods.Pods.Where(pod => pod != cutOff)]);
        await silos.CountsOnAsync(Records);
        await silos.Cluster.WaitForAsync(() => Task.FromResult(!cutOff.IsReady), "the silo that is cut off not being ready");
        Assert.Equal(0, cutOff.Restarts);
        await cutOff.Network.ReconnectAsync();
        await silos.Cluster.WaitForAsync(() => Task.FromResult(cutOff.Restarts == 1), "the restart of the dead silo");
        await silos.Pods.AvailableAsync();
        await silos.SharedEvenlyAsync();

        await silos.AssertExactAsync(Connections, cutOff);
        Assert.Equal(2, silos.Pods.Past.Sum(pod => pod.Restarts));
    }
}
