namespace PathwayOrleans.Engine.Configuration;

/// <summary>Event-time windows: configuration section <c>Pathway:Windows</c>.</summary>
public sealed class WindowOptions
{
    /// <summary>The configuration section.</summary>
    public const string Section = "Pathway:Windows";

    /// <summary>
    /// How far an event's time may be ahead of the time at which the source stored its record: the timestamp of a Kafka
    /// record, the modification time of a file. An event that is further ahead does not advance the watermark. If a view has
    /// windows, it becomes a dead letter with reason <c>future</c>. Default: one day.
    /// </summary>
    public TimeSpan MaxTimeAhead { get; set; } = TimeSpan.FromDays(1);

    /// <summary>
    /// A partition that is read to its end and has no record for this time is idle: its watermark follows the clock. A partition
    /// that makes no progress for this time while others do no longer holds back the watermark of the reports. Default: one
    /// minute.
    /// </summary>
    public TimeSpan IdleTimeout { get; set; } = TimeSpan.FromMinutes(1);

    /// <summary>
    /// How many open windows the state of a key keeps in memory; further ones are kept only in their rows. Default: 1,000.
    /// </summary>
    public int MaxOpenPerUser { get; set; } = 1_000;
}
