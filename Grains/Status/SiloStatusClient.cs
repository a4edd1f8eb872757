using Orleans.Runtime.Services;

namespace PathwayOrleans.Grains.Status;

/// <summary>Calls the status service of any silo.</summary>
internal sealed class SiloStatusClient(IServiceProvider services) : GrainServiceClient<ISiloStatusService>(services)
{
    internal Task<SiloSnapshot> GetSnapshotAsync(SiloAddress silo) => GetGrainService(silo).GetSnapshot();
}
