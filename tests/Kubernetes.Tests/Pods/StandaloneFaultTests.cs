using PathwayOrleans.Kubernetes.Tests.Pods.Harness.Nodes;
using PathwayOrleans.Kubernetes.Tests.Pods.Harness.World;

namespace PathwayOrleans.Kubernetes.Tests.Pods;

public sealed class StandaloneFaultTests
{
    private const int Connections = 2;
    private const long Records = 2_000;

    [Fact]
    public async Task Killed_lost_and_cut_off_pods_lose_and_repeat_nothing()
    {
        await using DeploymentUnderLoad standalone = await DeploymentUnderLoad.StartAsync("overlays/standalone", "standalone");
        await standalone.Pods.ScaleAsync(3);
        await standalone.SharedEvenlyAsync();

        // Out of memory, say: the kubelet starts it again where it was. Another one is lost with its node.
        Pod killed = standalone.Pods.Pods[0];
        killed.Container.Kill();
        await standalone.Pods.LoseAsync(standalone.Pods.Pods[1]);
        await standalone.Cluster.WaitForAsync(() => Task.FromResult(killed.Restarts == 1), "the killed container being started again");
        await standalone.Pods.AvailableAsync();
        await standalone.SharedEvenlyAsync();

        Pod cutOff = standalone.Pods.Pods[1];
        await cutOff.Network.CutOffAsync();
        await standalone.SharedEvenlyAsync([.. standalone.Pods.Pods.Where(pod => pod != cutOff)]);
        await standalone.CountsOnAsync(Records);
        Assert.False(cutOff.IsReady);
        await cutOff.Network.ReconnectAsync();
        await standalone.SharedEvenlyAsync();
        await standalone.Pods.AvailableAsync();

        await standalone.AssertExactAsync(Connections, cutOff);
        Assert.Equal(1, standalone.Pods.Past.Sum(pod => pod.Restarts));
    }
}
