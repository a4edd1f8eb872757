using PathwayOrleans.Kubernetes.Tests.Manifests.Rendering;
using PathwayOrleans.PodHarness;

namespace PathwayOrleans.Kubernetes.Tests.Pods;

[Collection(PodsInTurn.Name)]
[Trait("Tier", "Slow")]
public sealed class SiloOutageTests
{
    private const int Connections = 6;
    private const long Records = 2_000;

    [Fact]
    public async Task Without_database_or_broker_silos_are_not_ready_and_stay_alive_and_all_is_exact_after()
    {
        await using DeploymentUnderLoad silos = await DeploymentUnderLoad.StartAsync(
            await Kustomize.RenderAsync("base"), "silo");
        await silos.Pods.ScaleAsync(2);
        await silos.CountsOnAsync(Records);

        await silos.Cluster.WithoutDatabaseAsync(silos.Pods.UnreadyAsync);
        await silos.Pods.AvailableAsync();
        await silos.CountsOnAsync(Records);

        await silos.Cluster.WithoutBrokerAsync(silos.Pods.UnreadyAsync);
        await silos.Pods.AvailableAsync();
        await silos.CountsOnAsync(Records);

        await silos.AssertExactAsync(Connections);
        Assert.All(silos.Pods.Past, pod => Assert.Equal(0, pod.Restarts));
    }
}
