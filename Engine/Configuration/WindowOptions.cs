using PathwayOrleans.Aggregation;
using PathwayOrleans.Aggregation.Windows;

namespace PathwayOrleans.Engine.Configuration;

/// <summary>Event-time windows: configuration section <c>Pathway:Windows</c>.</summary>
public sealed class WindowOptions
{
    /// <summary>The configuration section.</summary>
    public const string Section = "Pathway:Windows";

    /// <summary>How far a partition's watermark stays behind its highest event time. Default: 5 seconds.</summary>
    public TimeSpan OutOfOrderness { get; set; } = TimeSpan.FromSeconds(5);

    /// <summary>
    /// How far an event's time may be ahead of the time at which the source stored its record: the timestamp of a Kafka
    /// record, the modification time of a file. An event that is further ahead does not advance the watermark. If windows are
    /// configured, it becomes a dead letter with reason <c>future</c>. Default: one day.
    /// </summary>
    public TimeSpan MaxTimeAhead { get; set; } = TimeSpan.FromDays(1);

    /// <summary>
    /// A partition that is read to its end and has no record for this time is idle: its watermark follows the clock. A partition
    /// that makes no progress for this time while others do no longer holds back the watermark of the reports. Default: one
    /// minute.
    /// </summary>
    public TimeSpan IdleTimeout { get; set; } = TimeSpan.FromMinutes(1);

    /// <summary>
    /// How many open windows a user's state keeps in memory; further ones are kept only in their rows. Default: 1,000.
    /// </summary>
    public int MaxOpenPerUser { get; set; } = WindowSet.DefaultMaxOpenPerUser;

    /// <summary>The windows by name. Default: none.</summary>
    public Dictionary<string, NamedWindowOptions> Named { get; } = new(StringComparer.Ordinal);

    /// <summary>Converts these options, which must have been validated, to the settings that the engines use.</summary>
    public WindowSettings ToSettings()
    {
        WindowSet windows = new(
            Named.OrderBy(named => named.Key, StringComparer.Ordinal).Select(named => Define(named.Key, named.Value)),
            MaxOpenPerUser);
        var clock = new WatermarkSettings(Milliseconds(OutOfOrderness), Milliseconds(MaxTimeAhead));
        return new WindowSettings(windows, clock, IdleTimeout);
    }

    private static WindowDefinition Define(string name, NamedWindowOptions named)
    {
        long lateness = Milliseconds(named.AllowedLateness);
        long origin = named.Origin?.ToUnixTimeMilliseconds() ?? 0;
        return named.Kind switch
        {
            WindowKind.Tumbling => WindowDefinition.Tumbling(name, Milliseconds(named.Size), origin, lateness),
            WindowKind.Sliding => WindowDefinition.Sliding(
                name, Milliseconds(named.Size), Milliseconds(named.Hop), origin, lateness),
            _ => WindowDefinition.Session(name, Milliseconds(named.Gap), lateness),
        };
    }

    private static long Milliseconds(TimeSpan? time) => (long)(time ?? TimeSpan.Zero).TotalMilliseconds;
}
