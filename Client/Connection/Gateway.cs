namespace PathwayOrleans.Client.Connection;

/// <summary>An active silo's door for clients, as the membership table has it.</summary>
/// <param name="Address">Host and port.</param>
/// <param name="SinceAlive">How long ago the silo last said that it lives.</param>
internal sealed record Gateway(string Address, TimeSpan SinceAlive);
