namespace PathwayOrleans.Monitoring.Status;

/// <summary>What an engine shows to the outside. Every member may be called from any thread at any time.</summary>
public interface IEngineMonitor
{
    EngineStatus Status { get; }

    IReadOnlyList<PartitionStatus> Partitions { get; }

    /// <summary>
    /// Whether this process can do its work: database and broker answer, and it has partitions or has joined the
    /// group that hands them out.
    /// </summary>
    /// <returns>What is missing, a line each; nothing where it is ready.</returns>
    Task<IReadOnlyList<string>> FindObstaclesAsync(CancellationToken cancellationToken);
}
