namespace PathwayOrleans.Aggregation.Windows;

/// <summary>
/// A named kind of event-time window. Windows are half-open: an event on a boundary belongs to the later one. All
/// times in milliseconds.
/// </summary>
public sealed class WindowDefinition
{
    /// <summary>How many windows of one name an event may be in.</summary>
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

    /// <summary>Length of a tumbling or sliding window; 0 of a session.</summary>
    public long Size { get; }

    /// <summary>From one start to the next: of a tumbling window its size; 0 of a session.</summary>
    public long Hop { get; }

    /// <summary>Two events that are less than this apart share a session; 0 of other kinds.</summary>
    public long Gap { get; }

    /// <summary>Starts are at the origin and whole hops before and after it. Milliseconds since the epoch.</summary>
    public long Origin { get; }

    /// <summary>For how long after its end, in the watermark's time, a window still lets events in.</summary>
    public long Lateness { get; }

    /// <summary>How far from an event's time a window may matter that it is not in yet.</summary>
    internal long Reach => Kind == WindowKind.Session ? Gap : 1;

    /// <summary>How long a window is, at least.</summary>
    internal long Extent => Kind == WindowKind.Session ? Gap : Size;

    /// <summary>Windows of one size, one after the other.</summary>
    /// <exception cref="ArgumentOutOfRangeException">A value is out of its range.</exception>
    public static WindowDefinition Tumbling(string name, long size, long origin = 0, long lateness = 0) =>
        new(name, WindowKind.Tumbling, Checked(size), size, 0, origin, lateness);

    /// <summary>Windows of one size that begin every hop.</summary>
    /// <exception cref="ArgumentOutOfRangeException">A value is out of its range, or an event would be in over <see cref="MaxOverlap"/> windows.</exception>
    public static WindowDefinition Sliding(string name, long size, long hop, long origin = 0, long lateness = 0)
    {
        ArgumentOutOfRangeException.ThrowIfGreaterThan((Checked(size) + Checked(hop) - 1) / hop, MaxOverlap, nameof(hop));
        return new(name, WindowKind.Sliding, size, hop, 0, origin, lateness);
    }

    /// <summary>Windows that end when a gap passes without an event.</summary>
    /// <exception cref="ArgumentOutOfRangeException">A value is out of its range.</exception>
    public static WindowDefinition Session(string name, long gap, long lateness = 0) =>
        new(name, WindowKind.Session, 0, 0, Checked(gap), 0, lateness);

    /// <summary>The last start at or before a time. Rounds down, before the origin and the epoch too.</summary>
    internal long LastStart(long time)
    {
        long since = time - Origin;
        long hops = since / Hop;
        return Origin + ((since < hops * Hop ? hops - 1 : hops) * Hop);
    }

    /// <summary>Windows that end at this time or before are closed at a watermark.</summary>
    internal long ClosedEnd(long watermark) => watermark == Time.EventClock.None ? watermark : watermark - Lateness;

    private static long Checked(long extent)
    {
        ArgumentOutOfRangeException.ThrowIfNegativeOrZero(extent);
        ArgumentOutOfRangeException.ThrowIfGreaterThan(extent, MaxExtent);
        return extent;
    }
}
