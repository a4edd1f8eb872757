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
    /// How far one event may advance a partition's watermark. If windows are configured, an event that would advance it
    /// further becomes a dead letter with reason <c>future</c>. Default: one day.
    /// </summary>
    public TimeSpan MaxWatermarkAdvance { get; set; } = TimeSpan.FromDays(1);

    /// <summary>
    /// The number of consecutive events from the future after which the watermark is advanced to them. An event that
    /// advances the watermark by less starts the count anew. Default: 100; 1 accepts every event.
    /// </summary>
    public int FutureEventsToBelieve { get; set; } = 100;

    /// <summary>
    /// A partition that makes no progress for this time while others do no longer holds back the watermark of the reports.
    /// Default: one minute.
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
        var clock = new WatermarkSettings(
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
            WindowKind.Sliding => WindowDefinition.Sliding(
                name, Milliseconds(named.Size), Milliseconds(named.Hop), origin, lateness),
            _ => WindowDefinition.Session(name, Milliseconds(named.Gap), lateness),
        };
    }

    private static long Milliseconds(TimeSpan? time) => (long)(time ?? TimeSpan.Zero).TotalMilliseconds;
}
