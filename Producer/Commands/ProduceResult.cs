using System.Text.Json;

namespace PathwayOrleans.Producer.Commands;

/// <summary>The result of <c>produce</c>.</summary>
/// <param name="Topic">The topic.</param>
/// <param name="Produced">Acknowledged messages: valid events of a load, or lines of a file.</param>
/// <param name="Malformed">Acknowledged malformed messages; null for a file, whose lines are not validated.</param>
/// <param name="Users">Users with at least one event; null for a file.</param>
/// <param name="Seconds">Time from the first message to the last acknowledgement.</param>
/// <param name="EventsPerSecond">Messages per second, valid or malformed.</param>
public sealed record ProduceResult(string Topic, long Produced, long? Malformed, int? Users, double Seconds, long EventsPerSecond)
{
    internal string ToJson() => JsonSerializer.Serialize(this, JsonSerializerOptions.Web);
}
