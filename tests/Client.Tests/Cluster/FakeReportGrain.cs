using System.Text.Json;
using PathwayOrleans.Grains.Interfaces;

namespace PathwayOrleans.Client.Tests.Cluster;

internal sealed class FakeReportGrain(FakeData data) : Grain, IReportGrain
{
    public Task<ReportAnswer> Read(string report, Dictionary<string, string[]> parameters, int limit, string? after)
    {
        data.ThrowIfBroken();
        if (report != "top")
        {
            string asked = string.Join(
                ' ', parameters.OrderBy(pair => pair.Key, StringComparer.Ordinal)
                    .Select(pair => $"{pair.Key}={string.Join('+', pair.Value)}").Prepend(report));
            return Task.FromResult(data.Reports.TryGetValue(asked, out string? json)
                ? new ReportAnswer(json, "It counts since ever.", null)
                : new ReportAnswer(null, null, $"there is no '{asked}'"));
        }

        IEnumerable<UserTotals> top = data.Users.Values.OrderByDescending(user => user.Count)
            .ThenBy(user => user.UserId, StringComparer.Ordinal).Take(limit);
        string rows = JsonSerializer.Serialize(new { rows = top, next = null as string }, JsonSerializerOptions.Web);
        return Task.FromResult(new ReportAnswer(rows, null, null));
    }

    public Task<IReadOnlyList<DeadLetterInfo>> DeadLetters(int limit) =>
        Task.FromResult<IReadOnlyList<DeadLetterInfo>>([.. data.DeadLetters.Reverse().Take(limit)]);
}
