using Confluent.Kafka;
using PathwayOrleans.Aggregation.Events;

namespace PathwayOrleans.Sources.Kafka;

/// <summary>Parses an event straight from librdkafka's buffer. Called on the thread that consumes.</summary>
internal sealed class EventDeserializer : IDeserializer<ParsedMessage>
{
    private readonly EventParser _parser = new(new UserIdPool());

    public ParsedMessage Deserialize(ReadOnlySpan<byte> data, bool isNull, SerializationContext context)
    {
        RejectionReason rejection = _parser.Parse(data, out ParsedEvent parsed);

        // Without a time of its own an event may still turn out to be bad, when the broker has none either.
        bool keepBytes = !isNull && (rejection != RejectionReason.None || parsed.Time is null);
        return new ParsedMessage(parsed, rejection, keepBytes ? data.ToArray() : null);
    }
}
