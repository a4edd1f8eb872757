namespace PathwayOrleans.Grains.Interfaces;

/// <summary>The rows of a key in a materialized view.</summary>
/// <param name="View">The name of the view.</param>
/// <param name="IsWindowed">Whether there is a row per window.</param>
/// <param name="Since">Since when the view counts; null if it has every event of the service.</param>
/// <param name="Rows">
/// A JSON object per row, whose members are named like the columns; of windows also <c>closed</c>. Numbers have all their digits.
/// </param>
[GenerateSerializer, Immutable]
[Alias("pathway.key-rows")]
public sealed record KeyRows(
    [property: Id(0)] string View,
    [property: Id(1)] bool IsWindowed,
    [property: Id(2)] DateTimeOffset? Since,
    [property: Id(3)] IReadOnlyList<string> Rows);
