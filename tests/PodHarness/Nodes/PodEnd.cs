namespace PathwayOrleans.PodHarness.Nodes;

/// <summary>How a container ended.</summary>
/// <param name="ExitCode">The exit code; not 0 if it was ended by a signal.</param>
/// <param name="WasKilled">Whether the kubelet had to send SIGKILL.</param>
/// <param name="Took">The time since the request to end; zero if there was none.</param>
internal sealed record PodEnd(int ExitCode, bool WasKilled, TimeSpan Took)
{
    /// <summary>Whether it ended when requested, in time and without an error.</summary>
    internal bool IsGraceful => ExitCode == 0 && !WasKilled;
}
