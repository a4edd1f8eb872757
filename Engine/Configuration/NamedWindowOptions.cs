using PathwayOrleans.Aggregation.Windows;

namespace PathwayOrleans.Engine.Configuration;

/// <summary>One window: <c>Pathway:Windows:Named:NAME</c>.</summary>
public sealed class NamedWindowOptions
{
    /// <summary><c>Tumbling</c>, <c>Sliding</c> or <c>Session</c>.</summary>
    public WindowKind? Kind { get; set; }

    /// <summary>The length of a tumbling or sliding window. All times here are whole milliseconds.</summary>
    public TimeSpan? Size { get; set; }

    /// <summary>The time from the start of one sliding window to the start of the next.</summary>
    public TimeSpan? Hop { get; set; }

    /// <summary>Two events that are less than this time apart belong to the same session.</summary>
    public TimeSpan? Gap { get; set; }

    /// <summary>
    /// Tumbling and sliding windows are aligned to this time: they start at whole sizes or hops before and after it.
    /// Default: 1970-01-01T00:00:00Z.
    /// </summary>
    public DateTimeOffset? Origin { get; set; }

    /// <summary>How long after its end, in event time, a window still accepts events. Default: none.</summary>
    public TimeSpan AllowedLateness { get; set; }
}
