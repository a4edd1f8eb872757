using System.Text.Json.Serialization;
using PathwayOrleans.Grains.Interfaces;

namespace PathwayOrleans.Client.Output;

/// <summary>A user in JSON; names and order are public.</summary>
/// <param name="UserId">Who was asked for.</param>
/// <param name="Found">Whether the user ever had an event; without, the rest is left out.</param>
/// <param name="Count">Events counted.</param>
/// <param name="TotalValue">Sum of their values.</param>
/// <param name="Time">Highest event time, milliseconds since the epoch.</param>
internal sealed record UserAnswer(
    string UserId,
    bool Found,
    [property: JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingNull)] long? Count,
    [property: JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingNull)] double? TotalValue,
    [property: JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingNull)] long? Time)
{
    internal static UserAnswer Of(string userId, UserTotals? totals) =>
        new(userId, totals is not null, totals?.Count, totals?.TotalValue, totals?.Time);
}
