namespace PathwayOrleans.Grains.Interfaces;

/// <summary>The totals of a user.</summary>
/// <param name="UserId">The user.</param>
/// <param name="Count">Events counted.</param>
/// <param name="TotalValue">Sum of their values.</param>
/// <param name="Time">Highest event time, milliseconds since the epoch.</param>
[GenerateSerializer, Immutable]
[Alias("pathway.user-totals")]
public sealed record UserTotals(
    [property: Id(0)] string UserId,
    [property: Id(1)] long Count,
    [property: Id(2)] double TotalValue,
    [property: Id(3)] long Time);
