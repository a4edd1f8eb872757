using PathwayOrleans.Aggregation.Windows;

namespace PathwayOrleans.Hosting.Windows;

/// <summary>One window: <c>Pathway:Windows:Named:NAME</c>.</summary>
public sealed class NamedWindowOptions
{
    /// <summary><c>Tumbling</c>, <c>Sliding</c> or <c>Session</c>.</summary>
    public WindowKind? Kind { get; set; }

    /// <summary>How long a tumbling or sliding window is. Whole milliseconds, as all times here.</summary>
    public TimeSpan? Size { get; set; }

    /// <summary>From the start of one sliding window to that of the next.</summary>
    public TimeSpan? Hop { get; set; }

    /// <summary>Two events that are less than this apart share a session.</summary>
    public TimeSpan? Gap { get; set; }

    /// <summary>Tumbling and sliding windows start here, and at whole sizes or hops before and after. Default: 1970-01-01T00:00:00Z.</summary>
    public DateTimeOffset? Origin { get; set; }

    /// <summary>For how long after a window's end, in event time, events are still let in. Default: none.</summary>
    public TimeSpan AllowedLateness { get; set; }
}
