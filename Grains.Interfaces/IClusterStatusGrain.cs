using Orleans.Concurrency;

namespace PathwayOrleans.Grains.Interfaces;

/// <summary>What the cluster is doing. One is as good as another: call the one with key 0.</summary>
[Alias("pathway.cluster-status")]
public interface IClusterStatusGrain : IGrainWithIntegerKey
{
    /// <summary>Asks every active silo. A silo that does not answer in time is named in <see cref="ClusterStatus.Silent"/>.</summary>
    [ReadOnly]
    [Alias("status")]
    Task<ClusterStatus> GetStatus();
}
