using System.Globalization;
using PathwayOrleans.Aggregation;
using PathwayOrleans.Aggregation.Windows;
using PathwayOrleans.Demo.Workers;

namespace PathwayOrleans.Demo;

/// <summary>
/// The windows of <c>--windows</c>: one of each kind. Their sizes suit the load's event time, which advances by a millisecond
/// every ten events.
/// </summary>
internal static class DemoWindows
{
    /// <summary>The prefix of the window names.</summary>
    internal const string Prefix = "demo-";

    private const string Section = "Pathway:Windows";

    /// <summary>One in this many events is late, unless the command line sets the number of late events.</summary>
    internal const int EventsPerLate = 100;

    /// <summary>The windows in the order of their names, which is that of the engines.</summary>
    internal static IReadOnlyList<WindowDefinition> Definitions { get; } =
    [
        WindowDefinition.Session($"{Prefix}session", gap: 2_000),
        WindowDefinition.Sliding($"{Prefix}sliding", size: 10_000, hop: 4_000, lateness: 3_000),
        WindowDefinition.Tumbling($"{Prefix}tumbling", size: 10_000, origin: 2_000),
    ];

    internal static WatermarkSettings Watermarks { get; } = new(OutOfOrderness: 5_000, MaxAhead: 24 * 3_600_000);

    /// <summary>Configures a worker to compute these windows.</summary>
    internal static void Configure(WorkerEnvironment environment)
    {
        environment.Set($"{Section}:OutOfOrderness", Text(Watermarks.OutOfOrderness));
        environment.Set($"{Section}:MaxTimeAhead", Text(Watermarks.MaxAhead));
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
            environment.Set($"{key}:Origin", DateTimeOffset.FromUnixTimeMilliseconds(window.Origin).ToString(
                "O", CultureInfo.InvariantCulture));
            if (window.Kind == WindowKind.Sliding)
            {
                environment.Set($"{key}:Hop", Text(window.Hop));
            }
        }
    }

    private static string Text(long milliseconds) =>
        TimeSpan.FromMilliseconds(milliseconds).ToString("c", CultureInfo.InvariantCulture);
}
