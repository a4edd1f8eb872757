using System.Globalization;
using Microsoft.Extensions.Options;
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

/// <summary>Checks <see cref="EventOptions"/> when the process starts.</summary>
internal sealed class EventOptionsValidator : IValidateOptions<EventOptions>
{
    public ValidateOptionsResult Validate(string? name, EventOptions options)
    {
        ArgumentNullException.ThrowIfNull(options);
        return options.EarliestTime.ToUnixTimeMilliseconds() is >= EventLimits.MinTime and <= EventLimits.MaxTime
            ? ValidateOptionsResult.Success
            : ValidateOptionsResult.Fail(string.Create(
                CultureInfo.InvariantCulture,
                $"{EventOptions.Section}:{nameof(options.EarliestTime)} is {options.EarliestTime:O}; it " +
                $"must be from 1970 to 2262."));
    }
}
