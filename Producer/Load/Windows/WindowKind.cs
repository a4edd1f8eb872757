namespace PathwayOrleans.Producer.Load.Windows;

/// <summary>How the bounds of windows are determined.</summary>
public enum WindowKind
{
    /// <summary>A fixed size without overlap: each event belongs to one window.</summary>
    Tumbling,

    /// <summary>
    /// A fixed size, one window starting every hop: an event may belong to several windows, or to none if the hop is
    /// larger than the size.
    /// </summary>
    Sliding,

    /// <summary>Consecutive events that are less than the gap apart.</summary>
    Session,
}
