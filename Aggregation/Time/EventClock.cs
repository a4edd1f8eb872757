namespace PathwayOrleans.Aggregation.Time;

/// <summary>
/// A partition's event time: its watermark, and what events from the future have to do with it. A function of the
/// partition's events in their order and of nothing else, so whoever reads them again from a stored clock
/// decides the same. The watermark is the highest event time less the out-of-orderness, as in "The Dataflow Model"
/// (Akidau et al., VLDB 2015) and Flink's bounded out-of-orderness generator; here it is exact: an event at it is
/// not behind it.
/// </summary>
/// <param name="Watermark">Milliseconds since the epoch; <see cref="None"/> before the first event. Never falls.</param>
/// <param name="FutureRun">Events from the future since the watermark moved last.</param>
/// <param name="FutureFloor">The lowest event time of those; of no meaning where there are none.</param>
public record struct EventClock(long Watermark, int FutureRun, long FutureFloor)
{
    /// <summary>The watermark before the first event: nothing is behind it.</summary>
    public const long None = long.MinValue;

    /// <summary>A clock before the first event.</summary>
    public static EventClock Start => new(None, 0, 0);

    /// <summary>Takes the next event of the partition.</summary>
    /// <param name="time">Its event time, milliseconds since the epoch.</param>
    /// <param name="settings">The rules.</param>
    /// <returns>False where the event is from the future: it has not moved the watermark.</returns>
    public bool Observe(long time, EventClockSettings settings)
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
            this = new EventClock(candidate, 0, 0);
            return true;
        }

        FutureFloor = FutureRun == 0 ? time : Math.Min(FutureFloor, time);
        if (++FutureRun < settings.FutureRun)
        {
            return false;
        }

        // Time has moved on, to the lowest of the run at least.
        this = new EventClock(FutureFloor - settings.OutOfOrderness, 0, 0);
        return Observe(time, settings);
    }
}
