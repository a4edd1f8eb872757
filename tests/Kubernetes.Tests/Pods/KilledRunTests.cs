using PathwayOrleans.Kubernetes.Tests.Manifests.Rendering;
using PathwayOrleans.PodHarness;
using PathwayOrleans.PodHarness.Nodes;
using PathwayOrleans.PodHarness.Specs;
using PathwayOrleans.Testing.Network;
using PathwayOrleans.Testing.Processes;

namespace PathwayOrleans.Kubernetes.Tests.Pods;

/// <summary>The effect on pods when the process of the tests is killed.</summary>
[Trait("Tier", "Slow")]
public sealed class KilledRunTests
{
    [Fact]
    public async Task Nothing_of_a_killed_run_is_left()
    {
        await using NetworkHosts living = await NetworkHosts.StartAsync(1);
        (KilledRun run, int firstProcess) = await KilledRun.StartAsync(typeof(KilledRunTests), nameof(Run_a_pod_until_killed));
        await using (run)
        {
            Assert.True(LivingProcess.Exists(firstProcess));
            Assert.NotEmpty(await NetworkHosts.LeftByAsync(run.Id));

            await run.KillAsync();

            // Its Postgres is stopped by a process that monitors it. Processes in a container have their own environment.
            await run.NothingIsLeftAsync(firstProcess);

            await using NetworkHosts next = await NetworkHosts.StartAsync(1);
            Assert.Empty(await NetworkHosts.LeftByAsync(run.Id));
            IReadOnlyList<string> ours = await NetworkHosts.LeftByAsync(Environment.ProcessId);
            Assert.All([.. living.Hosts, .. next.Hosts], host => Assert.Contains(host.Name, ours));
        }
    }

    [Fact(Explicit = true)]
    public async Task Run_a_pod_until_killed()
    {
        RenderedObjects objects = RenderedObjects.Parse(await Kustomize.RenderAsync("overlays/standalone"));
        await using PodCluster cluster = await PodCluster.StartAsync(objects);
        Pod pod = await cluster.StartPodAsync(DeploymentSpec.Read(objects, "standalone").Pod, "standalone-1");
        await cluster.WaitForAsync(() => Task.FromResult(pod.IsReady), "the pod to be ready");
        await KilledRun.WaitForKillAsync(pod.Container.FirstProcess);
    }
}
