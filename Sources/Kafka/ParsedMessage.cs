using PathwayOrleans.Aggregation.Events;

namespace PathwayOrleans.Sources.Kafka;

/// <summary>A payload as the deserializer parsed it.</summary>
/// <param name="Event">The event if there is no rejection.</param>
/// <param name="Rejection">Why it was rejected.</param>
/// <param name="Raw">A copy of the bytes; null if it cannot be needed.</param>
internal readonly record struct ParsedMessage(ParsedEvent Event, RejectionReason Rejection, byte[]? Raw)
{
    /// <summary>
    /// Completes the record with its partition, offset and broker timestamp. What is not an event is delivered as bytes: the
    /// pipeline decides about it.
    /// </summary>
    internal SourceRecord ToRecord(int partition, long offset, long? brokerTime, EventRules rules)
    {
        var position = Aggregation.Position.FromOffset(offset);
        long? recorded = EventLimits.IsPlausible(brokerTime) ? brokerTime : null;
        UserEvent completed = default;
        bool isEvent = Rejection == RejectionReason.None
            && Event.Complete(brokerTime, rules, out completed) == RejectionReason.None;
        return isEvent
            ? new SourceRecord(partition, position, completed, RejectionReason.None, null, recorded)
            : SourceRecord.Of(partition, position, RecordContent.Of(Raw, brokerTime, null, []), recorded);
    }
}
