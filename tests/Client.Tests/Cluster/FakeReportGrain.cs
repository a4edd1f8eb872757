using PathwayOrleans.Grains.Interfaces;

namespace PathwayOrleans.Client.Tests.Cluster;

internal sealed class FakeReportGrain(FakeData data) : Grain, IReportGrain
{
    public Task<IReadOnlyList<UserTotals>> TopUsers(int limit)
    {
        data.ThrowIfBroken();
        IEnumerable<UserTotals> top = data.Users.Values.OrderByDescending(user => user.Count)
            .ThenBy(user => user.UserId, StringComparer.Ordinal).Take(limit);
        return Task.FromResult<IReadOnlyList<UserTotals>>([.. top]);
    }

    public Task<IReadOnlyList<UserWindowInfo>> WindowsOfUser(string userId, int limit) =>
        Task.FromResult<IReadOnlyList<UserWindowInfo>>([.. data.Windows.GetValueOrDefault(userId, []).Take(limit)]);

    public Task<IReadOnlyList<DeadLetterInfo>> DeadLetters(int limit) =>
        Task.FromResult<IReadOnlyList<DeadLetterInfo>>([.. data.DeadLetters.Reverse().Take(limit)]);
}
