namespace PathwayOrleans.Grains.Interfaces;

/// <summary>A window of a user. Times are milliseconds since the epoch.</summary>
/// <param name="WindowName">The window's name.</param>
/// <param name="WindowStart">Its start, inclusive.</param>
/// <param name="WindowEnd">Its end, exclusive.</param>
/// <param name="Count">The number of events.</param>
/// <param name="TotalValue">The sum of their values.</param>
/// <param name="MinValue">The lowest value.</param>
/// <param name="MaxValue">The highest value.</param>
/// <param name="FirstTime">The lowest event time.</param>
/// <param name="LastTime">The highest event time.</param>
/// <param name="Closed">Whether the window is closed: an event that belongs to it is late.</param>
/// <param name="ReopenedAt">When it last changed after it was closed; null: it did not.</param>
[GenerateSerializer, Immutable]
[Alias("pathway.user-window")]
public sealed record UserWindowInfo(
    [property: Id(0)] string WindowName,
    [property: Id(1)] long WindowStart,
    [property: Id(2)] long WindowEnd,
    [property: Id(3)] long Count,
    [property: Id(4)] double TotalValue,
    [property: Id(5)] double MinValue,
    [property: Id(6)] double MaxValue,
    [property: Id(7)] long FirstTime,
    [property: Id(8)] long LastTime,
    [property: Id(9)] bool Closed,
    [property: Id(10)] DateTimeOffset? ReopenedAt);
