using PathwayOrleans.Display;
using PathwayOrleans.Storage.Reading.Reports;

namespace PathwayOrleans.Cli.Report.Chart;

/// <summary>What the length of a bar is.</summary>
internal enum ChartMeasure
{
    /// <summary>Events.</summary>
    Count,

    /// <summary>The sum of their values.</summary>
    Total,

    /// <summary>Users.</summary>
    Users,
}

/// <summary>Takes the measure of a window.</summary>
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
        ChartMeasure.Total => Shown.Value(window.TotalValue),
        ChartMeasure.Users => Shown.Number(window.Users),
        _ => Shown.Number(window.Count),
    };
}
