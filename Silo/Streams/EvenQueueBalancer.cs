using Microsoft.Extensions.Logging;
using Orleans.Streams;

namespace PathwayOrleans.Silo.Streams;

/// <summary>
/// Distributes the partitions over the active silos so that their numbers differ by at most one, and so that few partitions
/// move when a silo joins or leaves. Every silo computes the distribution from its own view of the membership. (Orleans' own
/// balancers need a fixed list of silos, or distribute queues as unevenly as the silos' hashes are on the ring.)
/// </summary>
internal sealed class EvenQueueBalancer(
    IServiceProvider services, PartitionOwnership ownership, ILogger<EvenQueueBalancer> logger)
    : QueueBalancerBase(services, logger)
{
    private volatile SiloAddress[] _active = [];
    private QueueId[] _queues = [];

    public override Task Initialize(IStreamQueueMapper queueMapper)
    {
        ArgumentNullException.ThrowIfNull(queueMapper);
        _queues = [.. queueMapper.GetAllQueues()];
        return base.Initialize(queueMapper);
    }

    public override IEnumerable<QueueId> GetMyQueues() => QueuesOf(SiloAddress, _active, _queues);

    /// <summary>The queues of one silo.</summary>
    internal static IReadOnlyList<QueueId> QueuesOf(
        SiloAddress silo, IReadOnlyCollection<SiloAddress> active, IReadOnlyList<QueueId> queues)
    {
        if (!active.Contains(silo))
        {
            return [];
        }

        int fair = queues.Count / active.Count;
        int extras = queues.Count % active.Count;
        var counts = active.ToDictionary(member => member, _ => 0);
        var mine = new List<QueueId>();
        foreach (QueueId queue in queues)
        {
            // Highest random weight (Thaler and Ravishankar, 1996), among the silos that can take another queue.
            SiloAddress owner = active
                .Where(member => counts[member] < fair || (counts[member] == fair && extras > 0))
                .MaxBy(member => (Weight(member, queue), member))!;
            if (counts[owner]++ == fair)
            {
                extras--;
            }

            if (owner.Equals(silo))
            {
                mine.Add(queue);
            }
        }

        return mine;
    }

    protected override void OnClusterMembershipChange(HashSet<SiloAddress> activeSilos)
    {
        _active = [.. activeSilos];
        ownership.Update(GetMyQueues().Select(PartitionQueueMapper.PartitionOf));
        NotifyListeners().Ignore();
    }

    // The weight is the same on every silo and in every version of .NET. The mixing function is MurmurHash3's finaliser
    // (Appleby, 2011).
    private static uint Weight(SiloAddress silo, QueueId queue)
    {
        uint hash = (uint)silo.GetConsistentHashCode() ^ (queue.GetUniformHashCode() * 0x9E3779B1);
        hash = (hash ^ (hash >> 16)) * 0x85EBCA6B;
        hash = (hash ^ (hash >> 13)) * 0xC2B2AE35;
        return hash ^ (hash >> 16);
    }
}
