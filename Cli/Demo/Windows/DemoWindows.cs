using System.Globalization;
using PathwayOrleans.Aggregation.Time;
using PathwayOrleans.Aggregation.Windows;
using PathwayOrleans.Cli.Demo.Workers;

namespace PathwayOrleans.Cli.Demo.Windows;

/// <summary>
/// The windows of <c>--windows</c>: one of each kind, of sizes for the load's event time, which goes on by a
/// millisecond every ten events.
/// </summary>
internal static class DemoWindows
{
    /// <summary>What all their names begin with.</summary>
    internal const string Prefix = "demo-";

    private const string Section = "Pathway:Windows";

    /// <summary>One in so many events is late where the command line does not say how many.</summary>
    internal const int EventsPerLate = 100;

    /// <summary>The windows, in the order of their names, as the engines have them.</summary>
    internal static IReadOnlyList<WindowDefinition> Definitions { get; } =
    [
        WindowDefinition.Session($"{Prefix}session", gap: 2_000),
        WindowDefinition.Sliding($"{Prefix}sliding", size: 10_000, hop: 4_000, lateness: 3_000),
        WindowDefinition.Tumbling($"{Prefix}tumbling", size: 10_000, origin: 2_000),
    ];

    internal static EventClockSettings Clock { get; } = new(OutOfOrderness: 5_000, MaxAdvance: 24 * 3_600_000, FutureRun: 100);

    /// <summary>Has a worker keep these windows.</summary>
    internal static void Configure(WorkerEnvironment environment)
    {
        environment.Set($"{Section}:OutOfOrderness", Text(Clock.OutOfOrderness));
        environment.Set($"{Section}:MaxWatermarkAdvance", Text(Clock.MaxAdvance));
        environment.Set($"{Section}:FutureEventsToBelieve", Clock.FutureRun);
        foreach (WindowDefinition window in Definitions)
        {
            string key = $"{Section}:Named:{window.Name}";
            environment.Set($"{key}:Kind", window.Kind.ToString());
            environment.Set($"{key}:AllowedLateness", Text(window.Lateness));
            if (window.Kind == WindowKind.Session)
            {
                environment.Set($"{key}:Gap", Text(window.Gap));
                continue;
            }

            environment.Set($"{key}:Size", Text(window.Size));
            environment.Set($"{key}:Origin", DateTimeOffset.FromUnixTimeMilliseconds(window.Origin).ToString("O", CultureInfo.InvariantCulture));
            if (window.Kind == WindowKind.Sliding)
            {
                environment.Set($"{key}:Hop", Text(window.Hop));
            }
        }
    }

    private static string Text(long milliseconds) => TimeSpan.FromMilliseconds(milliseconds).ToString("c", CultureInfo.InvariantCulture);
}
