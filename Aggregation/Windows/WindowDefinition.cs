namespace PathwayOrleans.Aggregation.Windows;

/// <summary>
/// The definition of event-time windows of one name. Windows are half-open: an event on a boundary belongs to the
/// later window. All times are milliseconds.
/// </summary>
public sealed class WindowDefinition
{
    /// <summary>The maximum number of windows of one name that an event may belong to.</summary>
    public const int MaxOverlap = 1_000;

    /// <summary>Longest size, hop, gap and lateness: ten years.</summary>
    public const long MaxExtent = 3_653L * 24 * 3_600_000;

    private WindowDefinition(string name, WindowKind kind, long size, long hop, long gap, long origin, long lateness)
    {
        ArgumentException.ThrowIfNullOrEmpty(name);
        Name = name;
        Kind = kind;
        Size = size;
        Hop = hop;
        Gap = gap;
        Origin = origin;
        Lateness = lateness;
        ArgumentOutOfRangeException.ThrowIfNegative(lateness);
        ArgumentOutOfRangeException.ThrowIfGreaterThan(lateness, MaxExtent);
        ArgumentOutOfRangeException.ThrowIfGreaterThan(Math.Abs(origin), Events.EventLimits.MaxTime, nameof(origin));
    }

    public string Name { get; }

    public WindowKind Kind { get; }

    /// <summary>The length of a tumbling or sliding window; 0 for sessions.</summary>
    public long Size { get; }

    /// <summary>The distance between two starts; for tumbling windows the size; 0 for sessions.</summary>
    public long Hop { get; }

    /// <summary>Events that are less than this apart belong to the same session; 0 for other kinds.</summary>
    public long Gap { get; }

    /// <summary>
    /// Windows start at the origin and at multiples of the hop before and after it. Milliseconds since the epoch.
    /// </summary>
    public long Origin { get; }

    /// <summary>The allowed lateness: a window accepts events until the watermark reaches its end plus this.</summary>
    public long Lateness { get; }

    /// <summary>A window that starts less than this after an event's time can be affected by the event.</summary>
    internal long Reach => Kind == WindowKind.Session ? Gap : 1;

    /// <summary>The minimum length of a window.</summary>
    internal long Extent => Kind == WindowKind.Session ? Gap : Size;

    /// <summary>Creates windows of a fixed size that do not overlap.</summary>
    /// <exception cref="ArgumentOutOfRangeException">A value is out of its range.</exception>
    public static WindowDefinition Tumbling(string name, long size, long origin = 0, long lateness = 0) =>
        new(name, WindowKind.Tumbling, Checked(size), size, 0, origin, lateness);

    /// <summary>Creates windows of a fixed size, one of which starts every hop.</summary>
    /// <exception cref="ArgumentOutOfRangeException">
    /// A value is out of its range, or an event would belong to more than <see cref="MaxOverlap"/> windows.
    /// </exception>
    public static WindowDefinition Sliding(string name, long size, long hop, long origin = 0, long lateness = 0)
    {
        ArgumentOutOfRangeException.ThrowIfGreaterThan((Checked(size) + Checked(hop) - 1) / hop, MaxOverlap, nameof(hop));
        return new(name, WindowKind.Sliding, size, hop, 0, origin, lateness);
    }

    /// <summary>Creates windows that end when no event occurs for the length of the gap.</summary>
    /// <exception cref="ArgumentOutOfRangeException">A value is out of its range.</exception>
    public static WindowDefinition Session(string name, long gap, long lateness = 0) =>
        new(name, WindowKind.Session, 0, 0, Checked(gap), 0, lateness);

    /// <summary>
    /// The last window start at or before a time. Rounds down for times before the origin and the epoch as well.
    /// </summary>
    internal long LastStart(long time)
    {
        long since = time - Origin;
        long hops = since / Hop;
        return Origin + ((since < hops * Hop ? hops - 1 : hops) * Hop);
    }

    /// <summary>Windows that end at or before the returned time are closed at a watermark.</summary>
    internal long ClosedEnd(long watermark) => watermark == WatermarkTracker.None ? watermark : watermark - Lateness;

    private static long Checked(long extent)
    {
        ArgumentOutOfRangeException.ThrowIfNegativeOrZero(extent);
        ArgumentOutOfRangeException.ThrowIfGreaterThan(extent, MaxExtent);
        return extent;
    }
}
