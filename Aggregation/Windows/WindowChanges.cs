namespace PathwayOrleans.Aggregation.Windows;

/// <summary>What has changed in one user's windows since it was last asked for; to be written together with the user's state.</summary>
public sealed class WindowChanges
{
    internal WindowChanges(List<WindowRow> rows, List<WindowKey> gone, List<LateEvent> late)
    {
        Rows = rows;
        Gone = gone;
        Late = late;
    }

    /// <summary>Windows as their rows are to be.</summary>
    public IReadOnlyList<WindowRow> Rows { get; }

    /// <summary>Rows that are to go, before the others are written.</summary>
    public IReadOnlyList<WindowKey> Gone { get; }

    /// <summary>Events that came too late for a window.</summary>
    public IReadOnlyList<LateEvent> Late { get; }

    /// <summary>Windows that had to leave the state before they were closed, because the user had too many.</summary>
    public int Evicted { get; internal set; }
}
