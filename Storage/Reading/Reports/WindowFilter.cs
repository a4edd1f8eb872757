using PathwayOrleans.Storage.Reading.Queries;

namespace PathwayOrleans.Storage.Reading.Reports;

/// <summary>The windows of a report.</summary>
/// <param name="Window">Only windows of this name; null: all.</param>
/// <param name="Period">Only windows that start in this period.</param>
/// <param name="State">Only open or closed windows, or both.</param>
internal sealed record WindowFilter(string? Window, ReportPeriod Period, WindowState State)
{
    /// <summary>
    /// Conditions on <c>user_windows AS w</c> joined with <c>window_clocks AS c</c>; without the condition on the name,
    /// which is part of the statement.
    /// </summary>
    internal Sql Conditions =>
        $"{Sql.If(Period.Since, since => $" AND w.window_start >= {since}")}" +
        $"{Sql.If(Period.Until, until => $" AND w.window_start < {until}")}{InState}";

    // The conditions on the starts are redundant, but starts are in the index and ends are not.
    private Sql InState => State switch
    {
        WindowState.Open => $" AND w.window_start >= c.first_open_start AND w.window_end > c.closed_through",
        WindowState.Closed => $" AND w.window_start <= c.last_closed_start AND w.window_end <= c.closed_through",
        _ => Sql.Empty,
    };
}
