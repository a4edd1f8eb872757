using Orleans.Concurrency;
using PathwayOrleans.Grains.Interfaces;
using PathwayOrleans.Storage.Reading;
using UserTotals = PathwayOrleans.Grains.Interfaces.UserTotals;

namespace PathwayOrleans.Grains.Status;

/// <summary>Reads reports over all users from the database, on this silo's connection for reads.</summary>
[StatelessWorker(maxLocalWorkers: 1)]
[Reentrant]
[GrainType("report")]
internal sealed class ReportGrain(ReportReader reader) : Grain, IReportGrain
{
    public async Task<IReadOnlyList<UserTotals>> TopUsers(int limit)
    {
        Require(limit);
        return [.. (await reader.TopUsersAsync(limit, CancellationToken.None)).Select(user => new UserTotals(
            user.UserId, user.Count, user.TotalValue, user.Time))];
    }

    public async Task<IReadOnlyList<UserWindowInfo>> WindowsOfUser(string userId, int limit)
    {
        ArgumentException.ThrowIfNullOrEmpty(userId);
        Require(limit);
        return [.. (await reader.WindowsAsync(userId, limit, CancellationToken.None)).Select(window => new UserWindowInfo(
            window.WindowName,
            window.WindowStart,
            window.WindowEnd,
            window.Count,
            window.TotalValue,
            window.MinValue,
            window.MaxValue,
            window.FirstTime,
            window.LastTime,
            window.Closed,
            window.ReopenedAt))];
    }

    public async Task<IReadOnlyList<DeadLetterInfo>> DeadLetters(int limit)
    {
        Require(limit);
        return [.. (await reader.DeadLettersAsync(limit, CancellationToken.None)).Select(letter => new DeadLetterInfo(
            letter.Source,
            letter.Partition,
            letter.Position.ToString(),
            letter.Reason,
            letter.RecordedAt,
            letter.Raw,
            letter.Length))];
    }

    private static void Require(int limit)
    {
        if (limit is < 1 or > IReportGrain.MaxLimit)
        {
            throw new ArgumentOutOfRangeException(
                nameof(limit), limit, $"The limit must be between 1 and {IReportGrain.MaxLimit}.");
        }
    }
}
