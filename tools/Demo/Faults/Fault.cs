namespace PathwayOrleans.Demo.Faults;

/// <summary>What the demo did to the reader of a partition.</summary>
internal enum Fault
{
    None,
    Killed,
    Frozen,
}
