using PathwayOrleans.Client.Connection;
using PathwayOrleans.Grains.Interfaces;

namespace PathwayOrleans.Client.Shell;

/// <summary>Records the user ids of results for completion.</summary>
internal sealed class RecordingCluster(ICluster cluster, SeenUsers seen) : ICluster
{
    public async Task<UserTotals?> GetUserAsync(string userId, CancellationToken cancellationToken)
    {
        UserTotals? totals = await cluster.GetUserAsync(userId, cancellationToken);
        if (totals is not null)
        {
            seen.Add(userId);
        }

        return totals;
    }

    public async Task<IReadOnlyList<UserTotals>> GetTopUsersAsync(int limit, CancellationToken cancellationToken)
    {
        IReadOnlyList<UserTotals> users = await cluster.GetTopUsersAsync(limit, cancellationToken);
        foreach (UserTotals user in users.Reverse())
        {
            seen.Add(user.UserId);
        }

        return users;
    }

    public async Task<IReadOnlyList<UserWindowInfo>> GetWindowsAsync(
        string userId, int limit, CancellationToken cancellationToken)
    {
        IReadOnlyList<UserWindowInfo> windows = await cluster.GetWindowsAsync(userId, limit, cancellationToken);
        if (windows.Count > 0)
        {
            seen.Add(userId);
        }

        return windows;
    }

    public Task<ClusterStatus> GetStatusAsync(CancellationToken cancellationToken) => cluster.GetStatusAsync(cancellationToken);

    public Task<IReadOnlyList<DeadLetterInfo>> GetDeadLettersAsync(int limit, CancellationToken cancellationToken) =>
        cluster.GetDeadLettersAsync(limit, cancellationToken);
}
