namespace PathwayOrleans.Storage.Reading.Reports;

/// <summary>Which windows a report shows. Closed: the global watermark has reached the window's end plus its lateness.</summary>
public enum WindowState
{
    All,
    Open,
    Closed,
}
