namespace PathwayOrleans.Monitoring.Http.Reports;

/// <summary>
/// How much one request may ask for. Reports are read on the connection that loads users' states into the engine, as a
/// process has no other for it: while a report runs, users that are not in memory wait, and their events with them.
/// </summary>
public static class ReportLimits
{
    /// <summary>Rows of a page where the request does not say.</summary>
    public const int DefaultRows = 100;

    /// <summary>Rows of a page at the most: what any index serves within milliseconds.</summary>
    public const int MaxRows = 1000;

    /// <summary>
    /// How long a statement may run. Enough for one pass over some million rows; little enough for the engine, whose
    /// events in flight outlast it, and for whoever looks at its lag. Longer reports are <c>./pathway report</c>'s, which
    /// has a connection of its own.
    /// </summary>
    public static TimeSpan StatementTimeout { get; } = TimeSpan.FromSeconds(2);
}
