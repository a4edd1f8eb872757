namespace PathwayOrleans.Aggregation;

/// <summary>Settings of a partition's <see cref="WatermarkTracker"/>. All times are milliseconds.</summary>
/// <param name="OutOfOrderness">How far the watermark stays behind the highest event time.</param>
/// <param name="MaxAdvance">
/// How far one event may advance the watermark. An event that would advance it further is treated as an event from
/// the future.
/// </param>
/// <param name="FutureRun">
/// The number of consecutive events from the future after which the watermark advances to them, for instance after
/// the source was silent for a long time. An event that advances the watermark normally resets the run.
/// </param>
public sealed record WatermarkSettings(long OutOfOrderness, long MaxAdvance, int FutureRun)
{
    /// <summary>5 seconds out of order; one event may advance the watermark by a day; a run is 100 events.</summary>
    public static WatermarkSettings Default { get; } = new(5_000, 86_400_000, 100);
}
