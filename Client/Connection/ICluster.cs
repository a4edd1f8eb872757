using PathwayOrleans.CommandLine;
using PathwayOrleans.Grains.Interfaces;

namespace PathwayOrleans.Client.Connection;

/// <summary>The queries of the commands. All of them only read, so they can be retried.</summary>
internal interface ICluster
{
    /// <summary>The totals of a user; null for a user without events.</summary>
    Task<UserTotals?> GetUserAsync(string userId, CancellationToken cancellationToken);

    /// <summary>The cluster, its silos and partitions.</summary>
    Task<ClusterStatus> GetStatusAsync(CancellationToken cancellationToken);

    /// <summary>A page of a report.</summary>
    /// <exception cref="CommandFailedException">A parameter is invalid.</exception>
    Task<ReadReport> ReadReportAsync(
        string report, Dictionary<string, string[]> parameters, int limit, CancellationToken cancellationToken);

    /// <summary>The newest dead letters.</summary>
    Task<IReadOnlyList<DeadLetterInfo>> GetDeadLettersAsync(int limit, CancellationToken cancellationToken);
}
