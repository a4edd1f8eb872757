using System.Text.Json;

namespace PathwayOrleans.Producer.Command;

/// <summary>What was produced.</summary>
/// <param name="Topic">Where to.</param>
/// <param name="Produced">Messages acknowledged: valid events of a load, lines of a file.</param>
/// <param name="Malformed">Messages acknowledged that are no events; null for a file, whose lines go as they are.</param>
/// <param name="Users">Users that got an event; null for a file.</param>
/// <param name="Seconds">From the first message to the last acknowledgement.</param>
/// <param name="EventsPerSecond">Messages of either kind a second.</param>
public sealed record ProduceResult(string Topic, long Produced, long? Malformed, int? Users, double Seconds, long EventsPerSecond)
{
    internal string ToJson() => JsonSerializer.Serialize(this, JsonSerializerOptions.Web);
}
