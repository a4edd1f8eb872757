namespace PathwayOrleans.Storage.Reading.Reports;

/// <summary>
/// Which windows a report shows. A window is closed when the global watermark has reached its end plus its lateness.
/// </summary>
internal enum WindowState
{
    All,
    Open,
    Closed,
}
