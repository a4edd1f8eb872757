using System.Text.Json;
using PathwayOrleans.Kubernetes.Tests.Manifests.Rendering;
using PathwayOrleans.PodHarness;
using PathwayOrleans.PodHarness.Nodes;
using PathwayOrleans.PodHarness.Specs;

namespace PathwayOrleans.Kubernetes.Tests.Pods;

[Collection(PodsInTurn.Name)]
[Trait("Tier", "Slow")]
public sealed class SiloRolloutTests
{
    private const int Connections = 6;

    [Fact]
    public async Task Scaling_out_a_rolling_update_and_scaling_in_lose_and_repeat_nothing()
    {
        await using DeploymentUnderLoad silos = await DeploymentUnderLoad.StartAsync(
            await Kustomize.RenderAsync("base"), "silo");
        await silos.Pods.ScaleAsync(1);
        Assert.False(Directory.Exists($"{silos.Pods.Pods[0].Container.RootFolder}/var/run/secrets"), "The pod has a token.");

        await silos.Pods.ScaleAsync(3);
        await silos.SharedEvenlyAsync();
        Assert.Equal(3, await SilosByConsoleAsync(silos.Cluster));
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

    // The command of the instructions: kubectl exec deployment/client -- dotnet PathwayOrleans.Client.dll status --json
    private static async Task<int> SilosByConsoleAsync(PodCluster cluster)
    {
        var client = new Deployment(cluster, DeploymentSpec.Read(cluster.Objects, "client"));
        await client.ScaleAsync(1);
        (int exitCode, string output) = await client.Pods[0].Container.ExecuteAsync(
            "dotnet", "PathwayOrleans.Client.dll", "status", "--json", "--timeout", "60");
        Assert.True(exitCode == 0, output);
        using var status = JsonDocument.Parse(output);
        await client.ScaleAsync(0);
        return status.RootElement.GetProperty("silos").GetArrayLength();
    }
}
