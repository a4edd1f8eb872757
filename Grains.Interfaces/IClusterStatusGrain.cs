using Orleans.Concurrency;

namespace PathwayOrleans.Grains.Interfaces;

/// <summary>Returns the status of the cluster. All keys are equivalent; use key 0.</summary>
[Alias("pathway.cluster-status")]
public interface IClusterStatusGrain : IGrainWithIntegerKey
{
    /// <summary>
    /// Queries every active silo. A silo that does not answer in time is listed in <see cref="ClusterStatus.Silent"/>.
    /// </summary>
    [ReadOnly]
    [Alias("status")]
    Task<ClusterStatus> GetStatus();
}
