namespace PathwayOrleans.Aggregation.Windows;

/// <summary>A service's event-time settings.</summary>
/// <param name="Windows">The windows.</param>
/// <param name="Clock">The settings of the watermarks.</param>
/// <param name="IdleTimeout">
/// The time without a record after which the watermark of a partition follows the clock; and the time without progress after
/// which a partition no longer holds back the global watermark.
/// </param>
public sealed record WindowSettings(WindowSet Windows, WatermarkSettings Clock, TimeSpan IdleTimeout)
{
    /// <summary>
    /// Whether events from the future are rejected. Without windows event time has no effect, so they are counted like all
    /// others.
    /// </summary>
    public bool RefusesFuture => HasWindows;

    /// <summary>Whether a view of a pipeline has windows.</summary>
    public bool HasWindowedViews { get; init; }

    /// <summary>Whether event time has an effect.</summary>
    public bool HasWindows => Windows.Count > 0 || HasWindowedViews;
}
