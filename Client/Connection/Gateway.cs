namespace PathwayOrleans.Client.Connection;

/// <summary>The gateway of an active silo, from the membership table.</summary>
/// <param name="Address">Host and port.</param>
/// <param name="SinceAlive">Time since the last heartbeat of the silo.</param>
internal sealed record Gateway(string Address, TimeSpan SinceAlive);
