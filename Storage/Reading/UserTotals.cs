namespace PathwayOrleans.Storage.Reading;

/// <summary>A row of <c>events</c>.</summary>
/// <param name="UserId">The user.</param>
/// <param name="Count">The number of events.</param>
/// <param name="TotalValue">The sum of their values.</param>
/// <param name="Time">The highest event time, milliseconds since the epoch.</param>
public sealed record UserTotals(string UserId, long Count, double TotalValue, long Time);
