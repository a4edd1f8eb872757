using PathwayOrleans.Grains.Interfaces;

namespace PathwayOrleans.Client.Tests.Cluster;

internal sealed class FakeStatusGrain(FakeData data) : Grain, IClusterStatusGrain
{
    public Task<ClusterStatus> GetStatus() => Task.FromResult(data.Status);
}
