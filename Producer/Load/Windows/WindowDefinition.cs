namespace PathwayOrleans.Producer.Load.Windows;

/// <summary>
/// Event-time windows of one name. They are half-open: an event on a boundary belongs to the later window. All times are
/// milliseconds.
/// </summary>
public sealed class WindowDefinition
{
    private WindowDefinition(string name, WindowKind kind, long lateness)
    {
        Name = name;
        Kind = kind;
        Lateness = lateness;
    }

    public string Name { get; }

    public WindowKind Kind { get; }

    /// <summary>The length of a tumbling or sliding window; 0 for sessions.</summary>
    public long Size { get; private init; }

    /// <summary>The distance between two starts; for tumbling windows the size; 0 for sessions.</summary>
    public long Hop { get; private init; }

    /// <summary>Events that are less than this apart belong to the same session; 0 for other kinds.</summary>
    public long Gap { get; private init; }

    /// <summary>
    /// Windows start at the origin and at multiples of the hop before and after it. Milliseconds since the epoch.
    /// </summary>
    public long Origin { get; private init; }

    /// <summary>The allowed lateness: a window accepts events until the watermark reaches its end plus this.</summary>
    public long Lateness { get; }

    /// <summary>Creates windows of a fixed size that do not overlap.</summary>
    public static WindowDefinition Tumbling(string name, long size, long origin = 0, long lateness = 0) =>
        new(name, WindowKind.Tumbling, lateness) { Size = size, Hop = size, Origin = origin };

    /// <summary>Creates windows of a fixed size, one of which starts every hop.</summary>
    public static WindowDefinition Sliding(string name, long size, long hop, long origin = 0, long lateness = 0) =>
        new(name, WindowKind.Sliding, lateness) { Size = size, Hop = hop, Origin = origin };

    /// <summary>Creates windows that end when no event occurs for the length of the gap.</summary>
    public static WindowDefinition Session(string name, long gap, long lateness = 0) =>
        new(name, WindowKind.Session, lateness) { Gap = gap };
}
