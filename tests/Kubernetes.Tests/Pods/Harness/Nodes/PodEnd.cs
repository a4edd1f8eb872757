namespace PathwayOrleans.Kubernetes.Tests.Pods.Harness.Nodes;

/// <summary>How a container ended.</summary>
/// <param name="ExitCode">Its exit code; not 0 where a signal ended it.</param>
/// <param name="WasKilled">Whether it took SIGKILL from the kubelet.</param>
/// <param name="Took">The time from when it was told to end, where it was.</param>
internal sealed record PodEnd(int ExitCode, bool WasKilled, TimeSpan Took)
{
    /// <summary>Whether it did what it was told, in time and without an error.</summary>
    internal bool IsGraceful => ExitCode == 0 && !WasKilled;
}
