using System.Buffers;
using System.Text.Json;

namespace PathwayOrleans.Aggregation.Events;

/// <summary>
/// An event's bytes as any producer writes them: for dead letters of events that parsed, whose own bytes are gone by
/// the time they are found to be late, from the future, or impossible to apply.
/// </summary>
public static class EventJson
{
    /// <summary>The UTF-8 JSON of an event.</summary>
    public static byte[] Encode(in UserEvent userEvent)
    {
        var buffer = new ArrayBufferWriter<byte>();
        using (var writer = new Utf8JsonWriter(buffer))
        {
            writer.WriteStartObject();
            writer.WriteString("user_id", userEvent.UserId);
            writer.WriteNumber("value", userEvent.Value);
            writer.WriteNumber("time", userEvent.Time);
            writer.WriteEndObject();
        }

        return buffer.WrittenSpan.ToArray();
    }
}
