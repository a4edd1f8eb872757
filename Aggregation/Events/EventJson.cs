using System.Buffers;
using System.Text.Json;

namespace PathwayOrleans.Aggregation.Events;

/// <summary>
/// Encodes an event as a producer would write it. Used for dead letters of events that were parsed: their original
/// bytes are no longer available when they are found to be late, from the future, or impossible to apply.
/// </summary>
public static class EventJson
{
    /// <summary>Encodes an event as UTF-8 JSON.</summary>
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
