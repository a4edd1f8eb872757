namespace PathwayOrleans.Aggregation.Events;

internal static class EventTimes
{
    internal static RejectionReason Check(long milliseconds) =>
        milliseconds < EventLimits.MinTime ? RejectionReason.TimeBefore1970
        : milliseconds > EventLimits.MaxTime ? RejectionReason.TimeAfter2262
        : RejectionReason.None;
}
