namespace PathwayOrleans.Aggregation.Events;

/// <summary>A parsed message. If it has no time, <see cref="Complete"/> takes the broker's timestamp.</summary>
/// <param name="UserId">See <see cref="UserEvent"/>.</param>
/// <param name="Value">See <see cref="UserEvent"/>.</param>
/// <param name="Time">The message's own event time, or null.</param>
public readonly record struct ParsedEvent(string UserId, double Value, long? Time)
{
    /// <summary>Creates the event.</summary>
    /// <param name="brokerTime">The broker's timestamp, milliseconds since the epoch; null if there is none.</param>
    /// <param name="rules">The configured limits.</param>
    /// <param name="userEvent">The event, if the result is <see cref="RejectionReason.None"/>.</param>
    public RejectionReason Complete(long? brokerTime, EventRules rules, out UserEvent userEvent)
    {
        ArgumentNullException.ThrowIfNull(rules);
        if ((Time ?? brokerTime) is not { } time)
        {
            userEvent = default;
            return RejectionReason.TimeMissing;
        }

        userEvent = new UserEvent(UserId, Value, time);
        return Time is null ? rules.CheckTime(time) : RejectionReason.None;
    }
}
