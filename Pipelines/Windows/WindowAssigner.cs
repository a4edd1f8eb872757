using PathwayOrleans.Aggregation;
using PathwayOrleans.Pipelines.Binding;
using PathwayOrleans.Pipelines.Runtime.Times;

namespace PathwayOrleans.Pipelines.Windows;

/// <summary>
/// The windows of a view, which are half-open: an event on a boundary belongs to the later window. All times are microseconds
/// since 1970-01-01 00:00 UTC, and watermarks are milliseconds.
/// </summary>
internal abstract class WindowAssigner
{
    /// <summary>The maximum number of windows of one view that an event may belong to.</summary>
    internal const int MaxOverlap = 1_000;

    /// <summary>The longest size, step, gap and lateness: ten years.</summary>
    internal const long MaxExtent = 3_653L * 24 * 3_600 * 1_000_000;

    private readonly long _lateness;

    /// <param name="lateness">How long after its end a window accepts events.</param>
    protected WindowAssigner(long lateness) => _lateness = lateness;

    /// <summary>Whether windows are sessions, which grow and merge.</summary>
    internal virtual bool IsSession => false;

    /// <summary>The gap that ends a session; 0 for other kinds.</summary>
    internal virtual long Gap => 0;

    /// <summary>A window that starts less than this after an event's time can be affected by the event.</summary>
    internal long Reach => IsSession ? Gap : 1;

    /// <summary>The longest length of a window that does not grow; of a session the shortest.</summary>
    internal abstract long Extent { get; }

    internal static WindowAssigner Of(WindowDefinition window, long lateness) => window switch
    {
        { Kind: WindowKind.Session } => new SessionWindows(Fixed(window.Size), lateness),
        { TimeZone: { } zone } => new CalendarWindows(window.Size, ZoneRules.Find(zone), lateness),
        { Kind: WindowKind.Cumulate } =>
            new CumulatingWindows(Fixed(window.Size), Fixed(window.Step ?? window.Size), Fixed(window.Offset), lateness),
        _ => new HoppingWindows(Fixed(window.Size), Fixed(window.Step ?? window.Size), Fixed(window.Offset), lateness),
    };

    /// <summary>Windows that end at or before the returned time are closed at a watermark.</summary>
    internal long ClosedEnd(long watermark) =>
        watermark == WatermarkTracker.None ? long.MinValue : (watermark * 1000) - _lateness;

    /// <summary>The windows of an event, the latest start first and of one start the shortest first; not of sessions.</summary>
    internal virtual void Assign(long time, List<TimeRange> windows) =>
        throw new InvalidOperationException("A session is found by the sessions that exist.");

    private static long Fixed(PgInterval interval) => interval.FixedMicroseconds
        ?? throw new InvalidOperationException($"{interval} has no fixed length.");
}

/// <summary>A range of times.</summary>
/// <param name="Start">Its start, inclusive.</param>
/// <param name="End">Its end, exclusive.</param>
internal readonly record struct TimeRange(long Start, long End);
