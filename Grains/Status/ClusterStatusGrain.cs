using Microsoft.Extensions.Logging;
using Microsoft.Extensions.Options;
using Orleans.Concurrency;
using Orleans.Configuration;
using PathwayOrleans.Grains.Interfaces;

namespace PathwayOrleans.Grains.Status;

/// <summary>Collects the status of all active silos.</summary>
[StatelessWorker(maxLocalWorkers: 1)]
[Reentrant]
[GrainType("cluster-status")]
internal sealed class ClusterStatusGrain(
    IClusterMembershipService membership,
    SiloStatusClient silos,
    IOptions<ClusterOptions> cluster,
    ILogger<ClusterStatusGrain> logger)
    : Grain, IClusterStatusGrain
{
    private const string Unowned = "unowned";

    public async Task<ClusterStatus> GetStatus()
    {
        ClusterMember[] active =
        [
            .. membership.CurrentSnapshot.Members.Values
                .Where(member => member.Status == SiloStatus.Active)
                .OrderBy(member => member.Name, StringComparer.Ordinal),
        ];
        SiloSnapshot?[] answers = await Task.WhenAll(active.Select(GetSnapshotAsync));
        SiloSnapshot[] snapshots = [.. answers.OfType<SiloSnapshot>()];
        return new ClusterStatus
        {
            ClusterId = cluster.Value.ClusterId,
            ServiceId = cluster.Value.ServiceId,
            Source = snapshots.FirstOrDefault()?.Source,
            Silos = [.. snapshots.Select(snapshot => snapshot.Silo)],
            Silent = [.. active.Where((_, index) => answers[index] is null).Select(member => member.Name)],
            Partitions = Merge(snapshots),
        };
    }

    // While a partition moves, two silos may list it; the one that reads it is chosen.
    private static PartitionInfo[] Merge(SiloSnapshot[] snapshots)
    {
        ILookup<int, PartitionInfo> owned =
            snapshots.SelectMany(snapshot => snapshot.Partitions).ToLookup(partition => partition.Partition);
        int count = snapshots.Select(snapshot => snapshot.SourcePartitions).DefaultIfEmpty().Max();
        return [.. Enumerable.Range(0, count).Select(number =>
            owned[number].OrderBy(partition => partition.State == "positioning").FirstOrDefault()
            ?? new PartitionInfo { Partition = number, Silo = null, State = Unowned })];
    }

    private async Task<SiloSnapshot?> GetSnapshotAsync(ClusterMember member)
    {
        try
        {
            return await silos.GetSnapshotAsync(member.SiloAddress);
        }
        catch (Exception e) when (e is TimeoutException or OrleansException)
        {
            logger.SiloStatusFailed(member.Name, e.Message);
            return null;
        }
    }
}
