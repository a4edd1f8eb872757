namespace PathwayOrleans.Aggregation.Events;

/// <summary>The configurable limits of an event.</summary>
/// <param name="EarliestTime">
/// The lowest accepted event time, milliseconds since the epoch. Lower ones are most likely times in seconds.
/// </param>
public sealed record EventRules(long EarliestTime)
{
    /// <summary>From 2001 on.</summary>
    public static EventRules Default { get; } = new(EventLimits.MinPlausibleTime);

    internal RejectionReason CheckTime(long milliseconds)
    {
        if (milliseconds >= EarliestTime)
        {
            return milliseconds > EventLimits.MaxTime ? RejectionReason.TimeAfter2262 : RejectionReason.None;
        }

        return milliseconds < EventLimits.MinTime ? RejectionReason.TimeBefore1970
            : EventLimits.LooksLikeSeconds(milliseconds) ? RejectionReason.TimeLooksLikeSeconds
            : RejectionReason.TimeTooEarly;
    }
}
