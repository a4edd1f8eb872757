using System.Text.Json;

namespace PathwayOrleans.Client.Connection;

/// <summary>A page of a report.</summary>
/// <param name="Answer">Its JSON.</param>
/// <param name="Note">Notes on the rows, as lines; null: none.</param>
internal sealed record ReadReport(JsonElement Answer, string? Note)
{
    internal IReadOnlyList<JsonElement> Rows => [.. Answer.GetProperty("rows").EnumerateArray()];

    /// <summary>Whether there are further rows.</summary>
    internal bool HasNext => Answer.TryGetProperty("next", out JsonElement next) && next.ValueKind != JsonValueKind.Null;
}
