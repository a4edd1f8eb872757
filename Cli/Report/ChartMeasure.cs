using PathwayOrleans.CommandLine;
using PathwayOrleans.Storage.Reading.Reports;

namespace PathwayOrleans.Cli.Report;

/// <summary>The value that a bar shows.</summary>
internal enum ChartMeasure
{
    /// <summary>Number of events.</summary>
    Count,

    /// <summary>Sum of their values.</summary>
    Total,

    /// <summary>Number of users.</summary>
    Users,
}

/// <summary>Computes the measure of a window.</summary>
internal static class ChartMeasures
{
    internal static double Of(this ChartMeasure measure, WindowTotals window) => measure switch
    {
        ChartMeasure.Total => window.TotalValue,
        ChartMeasure.Users => window.Users,
        _ => window.Count,
    };

    internal static string Show(this ChartMeasure measure, WindowTotals window) => measure switch
    {
        ChartMeasure.Total => DisplayFormat.Value(window.TotalValue),
        ChartMeasure.Users => DisplayFormat.Number(window.Users),
        _ => DisplayFormat.Number(window.Count),
    };
}
