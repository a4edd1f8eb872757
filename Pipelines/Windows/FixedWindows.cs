using PathwayOrleans.Pipelines.Runtime.Times;

namespace PathwayOrleans.Pipelines.Windows;

/// <summary>Windows of one size, one of which starts every step; tumbling ones if both are equal.</summary>
internal sealed class HoppingWindows(long size, long step, long offset, long lateness) : WindowAssigner(lateness)
{
    internal override long Extent => size;

    internal override void Assign(long time, List<TimeRange> windows)
    {
        long last = time - Calendar.FloorModulo(time - offset, step);
        for (long start = last; start > time - size; start -= step)
        {
            windows.Add(new TimeRange(start, start + size));
        }
    }
}

/// <summary>Windows that start together every size, and end every step until the size.</summary>
internal sealed class CumulatingWindows(long size, long step, long offset, long lateness) : WindowAssigner(lateness)
{
    internal override long Extent => size;

    internal override void Assign(long time, List<TimeRange> windows)
    {
        long start = time - Calendar.FloorModulo(time - offset, size);
        long first = time - Calendar.FloorModulo(time - start, step) + step;
        for (long end = first; end <= start + size; end += step)
        {
            windows.Add(new TimeRange(start, end));
        }
    }
}

/// <summary>Windows that end when no event occurs for the length of the gap.</summary>
internal sealed class SessionWindows(long gap, long lateness) : WindowAssigner(lateness)
{
    internal override bool IsSession => true;

    internal override long Gap => gap;

    internal override long Extent => gap;
}
