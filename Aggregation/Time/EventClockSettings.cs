namespace PathwayOrleans.Aggregation.Time;

/// <summary>How a partition's watermark follows its events. All times in milliseconds.</summary>
/// <param name="OutOfOrderness">How far behind the highest event time the watermark stays.</param>
/// <param name="MaxAdvance">How far one event may push the watermark; an event that would push it further is from the future.</param>
/// <param name="FutureRun">
/// So many events from the future, without one in between that moved the watermark as usual, and time is believed to have moved on: after a
/// long silence of the source, say.
/// </param>
public sealed record EventClockSettings(long OutOfOrderness, long MaxAdvance, int FutureRun)
{
    /// <summary>5 seconds out of order; one event may push by a day; 100 events are believed.</summary>
    public static EventClockSettings Default { get; } = new(5_000, 86_400_000, 100);
}
