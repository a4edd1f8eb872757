using PathwayOrleans.Kubernetes.Tests.Pods.Harness.Nodes;
using PathwayOrleans.Kubernetes.Tests.Pods.Harness.Specs;
using PathwayOrleans.Kubernetes.Tests.Pods.Harness.World;

namespace PathwayOrleans.Kubernetes.Tests.Pods.Harness.Controllers;

/// <summary>Runs a Job's pod.</summary>
internal static class Job
{
    /// <summary>Runs it to its end.</summary>
    /// <returns>How often the container had to be started again, and what it has printed.</returns>
    internal static async Task<(int Restarts, string Output)> RunAsync(PodCluster cluster, JobSpec spec)
    {
        Pod pod = await cluster.StartPodAsync(spec.Pod, $"{spec.Name}-00001");
        await cluster.WaitForAsync(() => Task.FromResult(pod.Ended.IsCompleted), $"the end of {spec.Name}");
        (int restarts, string output) = (pod.Restarts, pod.Container.Output);
        await cluster.RemoveAsync(pod);
        return (restarts, output);
    }
}
