namespace PathwayOrleans.Aggregation;

/// <summary>
/// Tracks a partition's watermark and detects events from the future. It depends only on the partition's events and
/// their order, so reading them again from a stored tracker gives the same decisions. The watermark is the highest
/// event time minus the out-of-orderness, as in "The Dataflow Model" (Akidau et al., VLDB 2015) and Flink's bounded
/// out-of-orderness generator. Here it is exact: an event whose time equals the watermark is not late.
/// </summary>
/// <param name="Watermark">Milliseconds since the epoch; <see cref="None"/> before the first event. Never decreases.</param>
/// <param name="FutureRun">The number of events from the future since the watermark last advanced.</param>
/// <param name="FutureFloor">The lowest event time of those events; meaningless if there are none.</param>
public record struct WatermarkTracker(long Watermark, int FutureRun, long FutureFloor)
{
    /// <summary>The watermark before the first event; no event is late for it.</summary>
    public const long None = long.MinValue;

    /// <summary>A tracker before the first event.</summary>
    public static WatermarkTracker Start => new(None, 0, 0);

    /// <summary>Updates the watermark with the partition's next event.</summary>
    /// <param name="time">The event's time, milliseconds since the epoch.</param>
    /// <param name="settings">The settings.</param>
    /// <returns>False if the event is from the future; the watermark has not advanced.</returns>
    public bool Observe(long time, WatermarkSettings settings)
    {
        ArgumentNullException.ThrowIfNull(settings);
        long candidate = time - settings.OutOfOrderness;
        if (candidate <= Watermark)
        {
            return true;
        }

        // The difference cannot overflow: event times and watermarks have 44 bits.
        if (Watermark == None || candidate - Watermark <= settings.MaxAdvance)
        {
            this = new WatermarkTracker(candidate, 0, 0);
            return true;
        }

        FutureFloor = FutureRun == 0 ? time : Math.Min(FutureFloor, time);
        if (++FutureRun < settings.FutureRun)
        {
            return false;
        }

        // The run is long enough: advance to its lowest event time, then observe this event again.
        this = new WatermarkTracker(FutureFloor - settings.OutOfOrderness, 0, 0);
        return Observe(time, settings);
    }
}
