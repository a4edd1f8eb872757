namespace PathwayOrleans.Engine.Status;

/// <summary>The status of an engine, for the API and the metrics. All members are thread-safe.</summary>
public interface IEngineMonitor
{
    EngineStatus Status { get; }

    IReadOnlyList<PartitionStatus> Partitions { get; }

    /// <summary>
    /// Checks whether this process can do its work: the database and the source answer, it has joined the group that assigns
    /// partitions, if there is one, and nothing of <see cref="EngineStatus.Problems"/> prevents it.
    /// </summary>
    /// <returns>One line for each problem; empty if the process is ready.</returns>
    Task<IReadOnlyList<string>> FindProblemsAsync(CancellationToken cancellationToken);
}
