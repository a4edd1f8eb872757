namespace PathwayOrleans.Aggregation.Events;

/// <summary>One valid event of one user.</summary>
/// <param name="UserId">1 to 512 characters (Unicode code points, as Postgres counts them).</param>
/// <param name="Value">A finite number of magnitude at most <see cref="EventLimits.MaxValue"/>.</param>
/// <param name="Time">Event time, milliseconds since the Unix epoch.</param>
public readonly record struct UserEvent(string UserId, double Value, long Time);
