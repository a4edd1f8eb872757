namespace PathwayOrleans.Aggregation;

/// <summary>Settings of a partition's <see cref="WatermarkTracker"/>. All times are milliseconds.</summary>
/// <param name="OutOfOrderness">How far the watermark stays behind the highest event time.</param>
/// <param name="MaxAhead">
/// How far an event's time may be ahead of the time at which the source stored its record. An event that is further ahead
/// is an event from the future.
/// </param>
public sealed record WatermarkSettings(long OutOfOrderness, long MaxAhead)
{
    /// <summary>5 seconds out of order; an event may be a day ahead of its record.</summary>
    public static WatermarkSettings Default { get; } = new(5_000, 86_400_000);
}
