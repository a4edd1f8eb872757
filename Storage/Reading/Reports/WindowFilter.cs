using PathwayOrleans.Storage.Reading.Queries;

namespace PathwayOrleans.Storage.Reading.Reports;

/// <summary>Which windows.</summary>
/// <param name="Window">Those of this name; null: all.</param>
/// <param name="Period">Those that begin in it.</param>
/// <param name="State">Open ones, closed ones or both.</param>
public sealed record WindowFilter(string? Window, ReportPeriod Period, WindowState State)
{
    /// <summary>On <c>user_windows AS w</c> beside <c>window_clocks AS c</c> of the same name; the name is left to the statement.</summary>
    internal Sql Conditions =>
        $"{Sql.If(Period.Since, since => $" AND w.window_start >= {since}")}{Sql.If(Period.Until, until => $" AND w.window_start < {until}")}{InState}";

    // The starts say nothing new, but they are in the index, and the ends are not.
    private Sql InState => State switch
    {
        WindowState.Open => $" AND w.window_start >= c.first_open_start AND w.window_end > c.closed_through",
        WindowState.Closed => $" AND w.window_start <= c.last_closed_start AND w.window_end <= c.closed_through",
        _ => Sql.Empty,
    };
}
