using Microsoft.Extensions.Logging;

namespace PathwayOrleans.Grains.Status;

/// <summary>Returns the status of its silo.</summary>
internal sealed class SiloStatusService(GrainId id, Silo silo, ILoggerFactory loggers, ISiloStatusProvider provider)
    : GrainService(id, silo, loggers), ISiloStatusService
{
    public Task<SiloSnapshot> GetSnapshot() => Task.FromResult(provider.Current);
}
