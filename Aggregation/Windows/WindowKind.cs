namespace PathwayOrleans.Aggregation.Windows;

/// <summary>How a window's bounds come about.</summary>
public enum WindowKind
{
    /// <summary>Of one size, one after the other: each event is in one.</summary>
    Tumbling,

    /// <summary>Of one size, beginning every hop: an event may be in several, or, with a hop over the size, in none.</summary>
    Sliding,

    /// <summary>As long as no two events in a row are a gap apart.</summary>
    Session,
}
