using Microsoft.Extensions.Options;
using PathwayOrleans.Pipelines.Windows;

namespace PathwayOrleans.Engine.Configuration;

/// <summary>Checks <see cref="WindowOptions"/> when the process starts.</summary>
internal sealed class WindowOptionsValidator : IValidateOptions<WindowOptions>
{
    private static readonly TimeSpan MaxExtent = TimeSpan.FromMicroseconds(WindowAssigner.MaxExtent);
    private static readonly TimeSpan Millisecond = TimeSpan.FromMilliseconds(1);

    public ValidateOptionsResult Validate(string? name, WindowOptions options)
    {
        ArgumentNullException.ThrowIfNull(options);
        var problems = new List<string>();
        CheckTime(problems, $"{WindowOptions.Section}:{nameof(options.MaxTimeAhead)}", options.MaxTimeAhead, TimeSpan.Zero);
        CheckTime(problems, $"{WindowOptions.Section}:{nameof(options.IdleTimeout)}", options.IdleTimeout, Millisecond);
        CheckNumber(problems, nameof(options.MaxOpenPerUser), options.MaxOpenPerUser, 1, 100_000);
        return problems.Count == 0 ? ValidateOptionsResult.Success : ValidateOptionsResult.Fail(problems);
    }

    private static void CheckTime(List<string> problems, string key, TimeSpan value, TimeSpan low)
    {
        if (value < low || value > MaxExtent)
        {
            problems.Add($"{key} is {value}; it must be between {low} and {MaxExtent}.");
        }
        else if (value.Ticks % TimeSpan.TicksPerMillisecond != 0)
        {
            problems.Add($"{key} is {value}; it must be a whole number of milliseconds.");
        }
    }

    private static void CheckNumber(List<string> problems, string key, int value, int low, int high)
    {
        if (value < low || value > high)
        {
            problems.Add($"{WindowOptions.Section}:{key} is {value}; it must be between {low} and {high}.");
        }
    }
}
