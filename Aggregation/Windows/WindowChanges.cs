namespace PathwayOrleans.Aggregation.Windows;

/// <summary>The changes of one user's windows since they were last taken; to be written together with the user's state.</summary>
public sealed class WindowChanges
{
    internal WindowChanges(List<WindowRow> rows, List<WindowKey> gone, List<LateEvent> late)
    {
        Rows = rows;
        Gone = gone;
        Late = late;
    }

    /// <summary>Rows to insert or update.</summary>
    public IReadOnlyList<WindowRow> Rows { get; }

    /// <summary>Rows to delete, before the others are written.</summary>
    public IReadOnlyList<WindowKey> Gone { get; }

    /// <summary>Events that were late for a window.</summary>
    public IReadOnlyList<LateEvent> Late { get; }

    /// <summary>The number of windows that were evicted before they were closed, because the user had too many.</summary>
    public int Evicted { get; internal set; }
}
