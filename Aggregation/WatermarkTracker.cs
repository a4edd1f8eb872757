namespace PathwayOrleans.Aggregation;

/// <summary>
/// Tracks a partition's watermark and detects events from the future. It depends only on the partition's records and
/// their order, so reading them again from a stored tracker gives the same decisions. The watermark is the highest
/// event time minus the out-of-orderness, as in "The Dataflow Model" (Akidau et al., VLDB 2015) and Flink's bounded
/// out-of-orderness generator. Here it is exact: an event whose time equals the watermark is not late.
/// </summary>
/// <param name="Watermark">Milliseconds since the epoch; <see cref="None"/> before the first event. Never decreases.</param>
public record struct WatermarkTracker(long Watermark)
{
    /// <summary>The watermark before the first event; no event is late for it.</summary>
    public const long None = long.MinValue;

    /// <summary>A tracker before the first event.</summary>
    public static WatermarkTracker Start => new(None);

    /// <summary>Updates the watermark with the partition's next event.</summary>
    /// <param name="time">The event's time, milliseconds since the epoch.</param>
    /// <param name="recorded">
    /// When the source stored the record, milliseconds since the epoch; null if that is unknown. Unlike the clock of this
    /// process, it is the same whenever the record is read.
    /// </param>
    /// <param name="settings">The settings.</param>
    /// <returns>False if the event is from the future; the watermark has not advanced.</returns>
    public bool Observe(long time, long? recorded, WatermarkSettings settings)
    {
        ArgumentNullException.ThrowIfNull(settings);

        // The difference cannot overflow, because both times have at most 44 bits.
        if (time - recorded > settings.MaxAhead)
        {
            return false;
        }

        Watermark = Math.Max(Watermark, time - settings.OutOfOrderness);
        return true;
    }

    /// <summary>
    /// The tracker of a partition that had no record for a time: its watermark follows the clock. For events of now that is the
    /// clock minus the out-of-orderness; for older ones the distance to the clock stays. A watermark ahead of the clock waits
    /// for it.
    /// </summary>
    /// <param name="elapsed">The time without a record, in milliseconds.</param>
    /// <param name="now">The clock at its end, in milliseconds since the epoch.</param>
    /// <param name="settings">The settings.</param>
    public readonly WatermarkTracker After(long elapsed, long now, WatermarkSettings settings)
    {
        ArgumentNullException.ThrowIfNull(settings);
        return Watermark == None
            ? this
            : new WatermarkTracker(Math.Max(Watermark, Math.Min(Watermark + elapsed, now - settings.OutOfOrderness)));
    }
}
