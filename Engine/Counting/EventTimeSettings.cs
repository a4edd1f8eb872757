using PathwayOrleans.Aggregation;

namespace PathwayOrleans.Engine.Counting;

/// <summary>The rules of event time of a service.</summary>
/// <param name="Clock">The settings of the watermarks.</param>
/// <param name="IdleTimeout">
/// The time without a record after which the watermark of a partition follows the clock; and the time without progress after
/// which a partition no longer holds back the global watermark.
/// </param>
/// <param name="MaxOpenWindows">
/// The maximum number of open windows in the state of a key. Above it, the windows that end first are evicted; an event for an
/// evicted window reloads it from its row.
/// </param>
/// <param name="HasWindows">
/// Whether a view has windows, so that event time has an effect: without, events from the future are counted like all others.
/// </param>
internal sealed record EventTimeSettings(
    WatermarkSettings Clock, TimeSpan IdleTimeout, int MaxOpenWindows, bool HasWindows);
