using System.Text.RegularExpressions;
using Microsoft.Extensions.Options;
using PathwayOrleans.Aggregation.Events;
using PathwayOrleans.Aggregation.Windows;

namespace PathwayOrleans.Engine.Configuration;

/// <summary>Checks <see cref="WindowOptions"/> when the process starts.</summary>
internal sealed partial class WindowOptionsValidator : IValidateOptions<WindowOptions>
{
    private static readonly TimeSpan MaxExtent = TimeSpan.FromMilliseconds(WindowDefinition.MaxExtent);
    private static readonly TimeSpan Millisecond = TimeSpan.FromMilliseconds(1);
    private static readonly string Kinds = $"one of {string.Join(", ", Enum.GetNames<WindowKind>())}";

    public ValidateOptionsResult Validate(string? name, WindowOptions options)
    {
        ArgumentNullException.ThrowIfNull(options);
        var problems = new List<string>();
        CheckTime(problems, $"{WindowOptions.Section}:{nameof(options.OutOfOrderness)}", options.OutOfOrderness, TimeSpan.Zero);
        CheckTime(problems, $"{WindowOptions.Section}:{nameof(options.MaxTimeAhead)}", options.MaxTimeAhead, TimeSpan.Zero);
        CheckTime(problems, $"{WindowOptions.Section}:{nameof(options.IdleTimeout)}", options.IdleTimeout, Millisecond);
        CheckNumber(problems, nameof(options.MaxOpenPerUser), options.MaxOpenPerUser, 1, 100_000);
        foreach ((string window, NamedWindowOptions named) in options.Named)
        {
            CheckNamed(problems, window, named);
        }

        return problems.Count == 0 ? ValidateOptionsResult.Success : ValidateOptionsResult.Fail(problems);
    }

    private static void CheckNamed(List<string> problems, string window, NamedWindowOptions named)
    {
        string key = $"{WindowOptions.Section}:Named:{window}";
        if (!NamePattern().IsMatch(window))
        {
            problems.Add(
                $"{key}: '{window}' is not a valid window name; it must have 1 to 63 lower-case letters, digits, '-' and '_', " +
                "and start with a letter or digit.");
        }

        CheckTime(problems, $"{key}:{nameof(named.AllowedLateness)}", named.AllowedLateness, TimeSpan.Zero);
        bool isSliding = named.Kind == WindowKind.Sliding;
        bool isSession = named.Kind == WindowKind.Session;
        switch (named.Kind)
        {
            case null:
                problems.Add($"{key}:{nameof(named.Kind)} is missing; it must be {Kinds}.");
                return;
            case WindowKind.Tumbling or WindowKind.Sliding or WindowKind.Session:
                break;
            default:
                problems.Add($"{key}:{nameof(named.Kind)} is {named.Kind}; it must be {Kinds}.");
                return;
        }

        CheckPart(problems, key, nameof(named.Size), named.Kind.Value, named.Size, isWanted: !isSession);
        CheckPart(problems, key, nameof(named.Hop), named.Kind.Value, named.Hop, isWanted: isSliding);
        CheckPart(problems, key, nameof(named.Gap), named.Kind.Value, named.Gap, isWanted: isSession);
        if (isSession && named.Origin is { } unwanted)
        {
            problems.Add($"{key}:{nameof(named.Origin)} is {unwanted:O}, but a Session window has no origin; remove it.");
        }

        if (named.Origin is { } origin && Math.Abs(origin.ToUnixTimeMilliseconds()) > EventLimits.MaxTime)
        {
            problems.Add($"{key}:{nameof(named.Origin)} is {origin:O}; it must be before 2262-04-11.");
        }

        if (isSliding && named.Size is { } size && named.Hop is { } hop && hop > TimeSpan.Zero
            && size / hop > WindowDefinition.MaxOverlap)
        {
            problems.Add(
                $"{key}:{nameof(named.Hop)} is {hop}; it must be at least {size / WindowDefinition.MaxOverlap}, because every " +
                $"event would be in {Math.Ceiling(size / hop)} windows of {size}, and {WindowDefinition.MaxOverlap} is the maximum.");
        }
    }

    private static void CheckPart(List<string> problems, string key, string part, WindowKind kind, TimeSpan? value, bool isWanted)
    {
        if (!isWanted)
        {
            if (value is not null)
            {
                problems.Add($"{key}:{part} is {value}, but a {kind} window does not use it; remove it.");
            }
        }
        else if (value is { } time)
        {
            CheckTime(problems, $"{key}:{part}", time, Millisecond);
        }
        else
        {
            problems.Add($"{key}:{part} is missing; a {kind} window needs it, for instance 00:01:00.");
        }
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

    [GeneratedRegex(@"\A[a-z0-9][a-z0-9_-]{0,62}\z")]
    private static partial Regex NamePattern();
}
