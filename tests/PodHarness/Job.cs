using PathwayOrleans.PodHarness.Nodes;
using PathwayOrleans.PodHarness.Specs;

namespace PathwayOrleans.PodHarness;

/// <summary>Runs a Job's pod.</summary>
internal static class Job
{
    /// <summary>Runs the pod until it ends.</summary>
    /// <returns>The number of restarts of the container, and its output.</returns>
    internal static async Task<(int Restarts, string Output)> RunAsync(PodCluster cluster, JobSpec spec)
    {
        Pod pod = await cluster.StartPodAsync(spec.Pod, $"{spec.Name}-00001");
        await cluster.WaitForAsync(() => Task.FromResult(pod.Ended.IsCompleted), $"the end of {spec.Name}");
        (int restarts, string output) = (pod.Restarts, pod.Container.Output);
        await cluster.RemoveAsync(pod);
        return (restarts, output);
    }
}
