using PathwayOrleans.Aggregation.Events;

namespace PathwayOrleans.Sources.Kafka;

/// <summary>What the deserializer makes of a payload while it still lies in librdkafka's buffer.</summary>
/// <param name="Event">The event, where there is no rejection.</param>
/// <param name="Rejection">Why it is no event.</param>
/// <param name="Raw">A copy of the bytes, made only where they may be needed later.</param>
internal readonly record struct ParsedMessage(ParsedEvent Event, RejectionReason Rejection, byte[]? Raw)
{
    /// <summary>Completes the record with what the broker knows.</summary>
    internal SourceRecord ToRecord(int partition, long offset, long? brokerTime)
    {
        RejectionReason rejection = Rejection;
        UserEvent completed = default;
        if (rejection == RejectionReason.None)
        {
            rejection = Event.Complete(brokerTime, out completed);
        }

        return new SourceRecord(
            partition,
            Aggregation.Position.FromOffset(offset),
            completed,
            rejection,
            rejection == RejectionReason.None ? null : Raw);
    }
}
