using PathwayOrleans.Aggregation.Events;

namespace PathwayOrleans.Sources.Kafka;

/// <summary>A payload as the deserializer parsed it.</summary>
/// <param name="Event">The event if there is no rejection.</param>
/// <param name="Rejection">Why it was rejected.</param>
/// <param name="Raw">A copy of the bytes; null if it cannot be needed.</param>
internal readonly record struct ParsedMessage(ParsedEvent Event, RejectionReason Rejection, byte[]? Raw)
{
    /// <summary>Completes the record with its partition, offset and broker timestamp.</summary>
    internal SourceRecord ToRecord(int partition, long offset, long? brokerTime, EventRules rules)
    {
        RejectionReason rejection = Rejection;
        UserEvent completed = default;
        if (rejection == RejectionReason.None)
        {
            rejection = Event.Complete(brokerTime, rules, out completed);
        }

        return new SourceRecord(
            partition,
            Aggregation.Position.FromOffset(offset),
            completed,
            rejection,
            rejection == RejectionReason.None ? null : Raw,
            EventLimits.IsPlausible(brokerTime) ? brokerTime : null);
    }
}
