using PathwayOrleans.Aggregation.Events;

namespace PathwayOrleans.Sources;

/// <summary>The limits of events: configuration section <c>Pathway:Events</c>.</summary>
public sealed class EventOptions
{
    /// <summary>The configuration section.</summary>
    public const string Section = "Pathway:Events";

    /// <summary>
    /// The lowest accepted event time, with an offset or <c>Z</c>. An earlier event becomes a dead letter, because it is most
    /// likely a time in seconds. Default: 2001-01-01T00:00:00Z.
    /// </summary>
    public DateTimeOffset EarliestTime { get; set; } =
        DateTimeOffset.FromUnixTimeMilliseconds(EventLimits.MinPlausibleTime);

    /// <summary>Converts these options, which must have been validated.</summary>
    public EventRules ToRules() => new(EarliestTime.ToUnixTimeMilliseconds());
}
