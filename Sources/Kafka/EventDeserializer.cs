using Confluent.Kafka;
using PathwayOrleans.Aggregation.Events;

namespace PathwayOrleans.Sources.Kafka;

/// <summary>Parses an event from librdkafka's buffer without copying it. Called on the consuming thread.</summary>
internal sealed class EventDeserializer(EventRules rules) : IDeserializer<ParsedMessage>
{
    private readonly EventParser _parser = new(new UserIdPool(), rules);

    public ParsedMessage Deserialize(ReadOnlySpan<byte> data, bool isNull, SerializationContext context)
    {
        RejectionReason rejection = _parser.Parse(data, out ParsedEvent parsed);

        // An event without a time is rejected later if the broker's timestamp is missing or out of range.
        bool keepBytes = !isNull && (rejection != RejectionReason.None || parsed.Time is null);
        return new ParsedMessage(parsed, rejection, keepBytes ? data.ToArray() : null);
    }
}
