using System.Text.Json;
using PathwayOrleans.Client.Connection;
using PathwayOrleans.Grains.Interfaces;
using PathwayOrleans.Storage.Reading.Definitions;

namespace PathwayOrleans.Client.Shell;

/// <summary>Records the user ids and the views of results for completion.</summary>
internal sealed class RecordingCluster(ICluster cluster, SeenNames seen, SeenNames views) : ICluster
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

    public async Task<ReadReport> ReadReportAsync(
        string report, Dictionary<string, string[]> parameters, int limit, CancellationToken cancellationToken)
    {
        ReadReport read = await cluster.ReadReportAsync(report, parameters, limit, cancellationToken);
        if (report == ViewReports.List.Name)
        {
            Record(read, "name", views);
        }
        else if (report == EventReports.Top.Name)
        {
            Record(read, "userId", seen);
        }

        return read;
    }

    public Task<ClusterStatus> GetStatusAsync(CancellationToken cancellationToken) => cluster.GetStatusAsync(cancellationToken);

    public Task<IReadOnlyList<DeadLetterInfo>> GetDeadLettersAsync(int limit, CancellationToken cancellationToken) =>
        cluster.GetDeadLettersAsync(limit, cancellationToken);

    private static void Record(ReadReport read, string member, SeenNames names)
    {
        foreach (JsonElement row in read.Rows.Reverse())
        {
            names.Add(row.GetProperty(member).GetString()!);
        }
    }
}
