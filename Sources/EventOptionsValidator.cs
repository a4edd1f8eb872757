using System.Globalization;
using Microsoft.Extensions.Options;
using PathwayOrleans.Aggregation.Events;

namespace PathwayOrleans.Sources;

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
                $"{EventOptions.Section}:{nameof(options.EarliestTime)} is {options.EarliestTime:O}; ") +
                "it must be from 1970 to 2262.");
    }
}
