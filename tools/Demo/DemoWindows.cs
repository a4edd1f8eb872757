using PathwayOrleans.Aggregation;
using PathwayOrleans.Producer.Load.Windows;

namespace PathwayOrleans.Demo;

/// <summary>The windows of <c>--windows</c>: one of each kind, as views of <c>windows.sql</c> and for the oracle.</summary>
internal static class DemoWindows
{
    /// <summary>One in this many events is late, unless the command line sets the number of late events.</summary>
    internal const int EventsPerLate = 100;

    /// <summary>The pipeline of the workers.</summary>
    internal static string PipelineFile { get; } = Path.Combine(AppContext.BaseDirectory, "windows.sql");

    /// <summary>The windows in the order of the views.</summary>
    internal static IReadOnlyList<WindowDefinition> Definitions { get; } =
    [
        WindowDefinition.Session("demo_session", gap: 2_000),
        WindowDefinition.Sliding("demo_sliding", size: 10_000, hop: 4_000, lateness: 3_000),
        WindowDefinition.Tumbling("demo_tumbling", size: 10_000, origin: 2_000),
    ];

    /// <summary>The out-of-orderness of the pipeline, and the default of how far events may be ahead.</summary>
    internal static WatermarkSettings Watermarks { get; } = new(OutOfOrderness: 5_000, MaxAhead: 24 * 3_600_000);
}
