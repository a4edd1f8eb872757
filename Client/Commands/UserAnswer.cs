using System.Text.Json.Serialization;
using PathwayOrleans.Grains.Interfaces;

namespace PathwayOrleans.Client.Commands;

/// <summary>A user as JSON; names and order are a public contract.</summary>
/// <param name="UserId">The requested user.</param>
/// <param name="Found">Whether the user has events; if not, the other members are omitted.</param>
/// <param name="Count">Number of events.</param>
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
