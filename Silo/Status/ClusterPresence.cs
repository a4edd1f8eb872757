
namespace PathwayOrleans.Silo.Status;

/// <summary>Whether this silo counts in its cluster.</summary>
internal sealed class ClusterPresence(ISiloStatusOracle oracle)
{
    internal bool IsActive => oracle.CurrentStatus == SiloStatus.Active;
}
