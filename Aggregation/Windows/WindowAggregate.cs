namespace PathwayOrleans.Aggregation.Windows;

/// <summary>The aggregate of one user's events in one window. All times are milliseconds since the epoch.</summary>
/// <param name="Start">The window's start, inclusive.</param>
/// <param name="End">The window's end, exclusive; for a session: its last event time plus the gap.</param>
/// <param name="Count">The number of events.</param>
/// <param name="Total">
/// The sum of their values, added as doubles in the order in which they were applied; when sessions are merged, the later
/// session's sum is added to the earlier one's.
/// </param>
/// <param name="Min">Their lowest value.</param>
/// <param name="Max">Their highest value.</param>
/// <param name="First">Their lowest event time.</param>
/// <param name="Last">Their highest event time.</param>
public record struct WindowAggregate(
    long Start, long End, long Count, double Total, double Min, double Max, long First, long Last)
{
    /// <summary>Creates a window with one event.</summary>
    internal static WindowAggregate Of(long start, long end, long time, double value) =>
        new(start, end, 1, value, value, value, time, time);

    internal void Add(long time, double value)
    {
        Count++;
        Total += value;
        Min = Math.Min(Min, value);
        Max = Math.Max(Max, value);
        First = Math.Min(First, time);
        Last = Math.Max(Last, time);
    }

    /// <summary>Merges a session that starts later into this one.</summary>
    internal void Absorb(in WindowAggregate later)
    {
        End = Math.Max(End, later.End);
        Count += later.Count;
        Total += later.Total;
        Min = Math.Min(Min, later.Min);
        Max = Math.Max(Max, later.Max);
        First = Math.Min(First, later.First);
        Last = Math.Max(Last, later.Last);
    }
}
