using PathwayOrleans.Grains.Interfaces;

namespace PathwayOrleans.Client.Connection;

/// <summary>What the commands ask a cluster. All of it may be asked again without harm.</summary>
internal interface ICluster
{
    /// <summary>A user's totals; null for a user that never had an event.</summary>
    Task<UserTotals?> GetUserAsync(string userId, CancellationToken cancellationToken);

    Task<ClusterStatus> GetStatusAsync(CancellationToken cancellationToken);

    Task<IReadOnlyList<UserTotals>> GetTopUsersAsync(int limit, CancellationToken cancellationToken);

    Task<IReadOnlyList<DeadLetterReport>> GetDeadLettersAsync(int limit, CancellationToken cancellationToken);
}
