using Microsoft.Extensions.Logging;
using Orleans.Streams;

namespace PathwayOrleans.Silo.Streams;

/// <summary>
/// Spreads the partitions over the active silos so that no silo has two more than another, and so that few move when
/// a silo comes or goes. Every silo works it out by itself from the members that it knows. (Orleans' own balancers
/// want a fixed list of silos, or spread queues as unevenly as silos happen to lie on a ring.)
/// </summary>
internal sealed class EvenQueueBalancer(IServiceProvider services, ILogger<EvenQueueBalancer> logger) : QueueBalancerBase(services, logger)
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
    internal static IReadOnlyList<QueueId> QueuesOf(SiloAddress silo, IReadOnlyCollection<SiloAddress> active, IReadOnlyList<QueueId> queues)
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
            // Highest random weight (Thaler and Ravishankar, 1996), among the silos that still have room.
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
        NotifyListeners().Ignore();
    }

    // The same on every silo and in every version of .NET. The mixing is MurmurHash3's finaliser (Appleby, 2011).
    private static uint Weight(SiloAddress silo, QueueId queue)
    {
        uint hash = (uint)silo.GetConsistentHashCode() ^ (queue.GetUniformHashCode() * 0x9E3779B1);
        hash = (hash ^ (hash >> 16)) * 0x85EBCA6B;
        hash = (hash ^ (hash >> 13)) * 0xC2B2AE35;
        return hash ^ (hash >> 16);
    }
}
