using System.Buffers;
using System.Text.Json;
using PathwayOrleans.Aggregation;
using PathwayOrleans.Aggregation.Events;
using PathwayOrleans.Storage.Commit;

namespace PathwayOrleans.Grains.Users;

/// <summary>The dead letter of an event that parsed but could not be applied, which is a bug of ours.</summary>
internal static class FailedEventLetter
{
    /// <summary><c>dead_letters.reason</c>.</summary>
    internal const string Reason = "apply_failed";

    /// <summary>The event's bytes as any producer writes them; those that came are gone by now.</summary>
    internal static DeadLetter Create(SourcePartition partition, Position position, in UserEvent userEvent)
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

        return new DeadLetter(partition, position, Reason, buffer.WrittenSpan.ToArray());
    }
}
