namespace PathwayOrleans.HttpApi.Reports;

/// <summary>
/// The limits of one request. Reports use the connection that loads users' states into the engine, as a process's number of
/// connections is fixed. While a report runs, users that are not in memory cannot be loaded, so their events wait.
/// </summary>
internal static class ReportLimits
{
    /// <summary>The default number of rows of a page.</summary>
    public const int DefaultRows = 100;

    /// <summary>The maximum number of rows of a page; an index scan of that many rows takes milliseconds.</summary>
    public const int MaxRows = 1000;

    /// <summary>
    /// The time limit of a statement. It suffices to scan some million rows, and it is short enough that the engine is not
    /// starved of events in flight and that its lag stays small. For longer reports use <c>./pathway report</c>, which opens
    /// a separate connection.
    /// </summary>
    public static TimeSpan StatementTimeout { get; } = TimeSpan.FromSeconds(2);
}
