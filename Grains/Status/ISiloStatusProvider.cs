namespace PathwayOrleans.Grains.Status;

/// <summary>Provides the current status of this silo.</summary>
internal interface ISiloStatusProvider
{
    SiloSnapshot Current { get; }
}
