namespace PathwayOrleans.Storage.Reading;

/// <summary>A row of <c>events</c>.</summary>
/// <param name="UserId">The user.</param>
/// <param name="Count">Events counted.</param>
/// <param name="TotalValue">Sum of their values.</param>
/// <param name="Time">Highest event time, milliseconds since the epoch.</param>
public sealed record UserTotals(string UserId, long Count, double TotalValue, long Time);
