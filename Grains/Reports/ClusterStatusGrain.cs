using Microsoft.Extensions.Logging;
using Microsoft.Extensions.Options;
using Orleans.Concurrency;
using Orleans.Configuration;
using PathwayOrleans.Grains.Interfaces;

namespace PathwayOrleans.Grains.Reports;

/// <summary>Gathers what all active silos say.</summary>
[StatelessWorker(maxLocalWorkers: 1)]
[Reentrant]
[GrainType("cluster-status")]
internal sealed class ClusterStatusGrain(
    IClusterMembershipService membership, SiloReportClient silos, IOptions<ClusterOptions> cluster, ILogger<ClusterStatusGrain> logger)
    : Grain, IClusterStatusGrain
{
    private const string Unowned = "unowned";

    public async Task<ClusterStatus> GetStatus()
    {
        ClusterMember[] active = [.. membership.CurrentSnapshot.Members.Values.Where(member => member.Status == SiloStatus.Active).OrderBy(member => member.Name, StringComparer.Ordinal)];
        SiloReports?[] answers = await Task.WhenAll(active.Select(AskAsync));
        SiloReports[] reports = [.. answers.OfType<SiloReports>()];
        return new ClusterStatus
        {
            ClusterId = cluster.Value.ClusterId,
            ServiceId = cluster.Value.ServiceId,
            Source = reports.FirstOrDefault()?.Source,
            Silos = [.. reports.Select(report => report.Silo)],
            Silent = [.. active.Where((_, place) => answers[place] is null).Select(member => member.Name)],
            Partitions = Partitions(reports),
        };
    }

    // While a partition moves two silos may name it; the one that reads it counts.
    private static PartitionReport[] Partitions(SiloReports[] reports)
    {
        ILookup<int, PartitionReport> owned = reports.SelectMany(report => report.Partitions).ToLookup(partition => partition.Partition);
        int count = reports.Select(report => report.SourcePartitions).DefaultIfEmpty().Max();
        return [.. Enumerable.Range(0, count).Select(number =>
            owned[number].OrderBy(partition => partition.State == "positioning").FirstOrDefault()
            ?? new PartitionReport { Partition = number, Silo = null, State = Unowned })];
    }

    private async Task<SiloReports?> AskAsync(ClusterMember member)
    {
        try
        {
            return await silos.AskAsync(member.SiloAddress);
        }
        catch (Exception e) when (e is TimeoutException or OrleansException)
        {
            logger.SiloIsSilent(member.Name, e.Message);
            return null;
        }
    }
}
