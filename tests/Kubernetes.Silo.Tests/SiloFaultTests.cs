using PathwayOrleans.Kubernetes.Tests.Pods.Harness.Nodes;
using PathwayOrleans.Kubernetes.Tests.Pods.Harness.World;

namespace PathwayOrleans.Kubernetes.Silo.Tests;

public sealed class SiloFaultTests
{
    private const int Connections = 6;
    private const long Records = 2_000;

    [Fact]
    public async Task Killed_lost_and_cut_off_pods_lose_and_repeat_nothing()
    {
        await using DeploymentUnderLoad silos = await DeploymentUnderLoad.StartAsync("base", "silo");
        await silos.Pods.ScaleAsync(3);
        await silos.SharedEvenlyAsync();

        // Out of memory, say: the kubelet starts it again where it was.
        Pod killed = silos.Pods.Pods[0];
        killed.Container.Kill();
        await silos.Cluster.WaitForAsync(() => Task.FromResult(killed.Restarts == 1), "the killed container being started again");
        await silos.Pods.AvailableAsync();
        await silos.SharedEvenlyAsync();

        // Another one goes with its node, and nobody comes back to its address.
        await silos.Pods.LoseAsync(silos.Pods.Pods[1]);
        await silos.Pods.AvailableAsync();
        await silos.SharedEvenlyAsync();

        // One that is cut off for so long that the others declare it dead finds that out and ends itself; the kubelet
        // starts it again.
        Pod cutOff = silos.Pods.Pods[1];
        await cutOff.Network.CutOffAsync();
        await silos.SharedEvenlyAsync([.. silos.Pods.Pods.Where(pod => pod != cutOff)]);
        await silos.CountsOnAsync(Records);
        Assert.False(cutOff.IsReady);
        Assert.Equal(0, cutOff.Restarts);
        await cutOff.Network.ReconnectAsync();
        await silos.Cluster.WaitForAsync(() => Task.FromResult(cutOff.Restarts == 1), "the dead silo being started again");
        await silos.Pods.AvailableAsync();
        await silos.SharedEvenlyAsync();

        await silos.AssertExactAsync(Connections, cutOff);
        Assert.Equal(2, silos.Pods.Past.Sum(pod => pod.Restarts));
    }
}
