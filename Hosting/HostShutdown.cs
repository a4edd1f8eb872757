namespace PathwayOrleans.Hosting;

/// <summary>How long a host gives its engine to stop.</summary>
public static class HostShutdown
{
    // Longer than a hand-over, so that a drain is never cut short by the host.
    private static readonly TimeSpan Margin = TimeSpan.FromSeconds(15);

    /// <summary>
    /// From the signal to the end of the process, at the most. Whoever ends processes that have not stopped by themselves,
    /// such as Kubernetes after its grace period, has to wait for longer.
    /// </summary>
    public static TimeSpan TimeoutOf(EngineOptions engine)
    {
        ArgumentNullException.ThrowIfNull(engine);
        return engine.HandOverTimeout + Margin;
    }
}
