using PathwayOrleans.Aggregation.Time;
using PathwayOrleans.Aggregation.Windows;

namespace PathwayOrleans.Hosting.Windows;

/// <summary>Event-time windows: configuration section <c>Pathway:Windows</c>.</summary>
public sealed class WindowOptions
{
    /// <summary>The configuration section.</summary>
    public const string Section = "Pathway:Windows";

    /// <summary>How far behind a partition's highest event time its watermark stays. Default: 5 seconds.</summary>
    public TimeSpan OutOfOrderness { get; set; } = TimeSpan.FromSeconds(5);

    /// <summary>
    /// How far one event may push a partition's watermark. Where there are windows, an event that would push it
    /// further becomes a dead letter with reason <c>future</c>. Default: one day.
    /// </summary>
    public TimeSpan MaxWatermarkAdvance { get; set; } = TimeSpan.FromDays(1);

    /// <summary>
    /// After so many events from the future, without one in between that moved the watermark as usual, time is
    /// believed to have moved on. Default: 100; 1 believes every event.
    /// </summary>
    public int FutureEventsToBelieve { get; set; } = 100;

    /// <summary>
    /// A partition that stands still for so long while others go on no longer holds the reports' watermark back. Default: one minute.
    /// </summary>
    public TimeSpan IdleTimeout { get; set; } = TimeSpan.FromMinutes(1);

    /// <summary>How many windows a user's state keeps open; those over it are kept in their rows alone. Default: 1,000.</summary>
    public int MaxOpenPerUser { get; set; } = WindowSet.DefaultMaxOpenPerUser;

    /// <summary>The windows by name. Default: none.</summary>
    public Dictionary<string, NamedWindowOptions> Named { get; } = new(StringComparer.Ordinal);

    /// <summary>What engines make of these options, once they are validated.</summary>
    public WindowSettings ToSettings()
    {
        WindowSet windows = new(
            Named.OrderBy(named => named.Key, StringComparer.Ordinal).Select(named => Define(named.Key, named.Value)), MaxOpenPerUser);
        var clock = new EventClockSettings(
            Milliseconds(OutOfOrderness), Milliseconds(MaxWatermarkAdvance), FutureEventsToBelieve);
        return new WindowSettings(windows, clock, IdleTimeout);
    }

    private static WindowDefinition Define(string name, NamedWindowOptions named)
    {
        long lateness = Milliseconds(named.AllowedLateness);
        long origin = named.Origin?.ToUnixTimeMilliseconds() ?? 0;
        return named.Kind switch
        {
            WindowKind.Tumbling => WindowDefinition.Tumbling(name, Milliseconds(named.Size), origin, lateness),
            WindowKind.Sliding => WindowDefinition.Sliding(name, Milliseconds(named.Size), Milliseconds(named.Hop), origin, lateness),
            _ => WindowDefinition.Session(name, Milliseconds(named.Gap), lateness),
        };
    }

    private static long Milliseconds(TimeSpan? time) => (long)(time ?? TimeSpan.Zero).TotalMilliseconds;
}
