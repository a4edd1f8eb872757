using PathwayOrleans.Aggregation.Time;

namespace PathwayOrleans.Aggregation.Windows;

/// <summary>What a service wants of event time.</summary>
/// <param name="Windows">The windows.</param>
/// <param name="Clock">How watermarks follow events.</param>
/// <param name="IdleTimeout">After how long a partition that stands still no longer holds the reports back.</param>
public sealed record WindowSettings(WindowSet Windows, EventClockSettings Clock, TimeSpan IdleTimeout)
{
    /// <summary>Whether events from the future are refused. Without windows time decides nothing, and they count like any other.</summary>
    public bool RefusesFuture => Windows.Count > 0;
}
