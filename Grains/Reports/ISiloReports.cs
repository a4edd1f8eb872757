namespace PathwayOrleans.Grains.Reports;

/// <summary>Asks this silo what it is doing.</summary>
internal interface ISiloReports
{
    SiloReports Current { get; }
}
