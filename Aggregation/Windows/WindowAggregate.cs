namespace PathwayOrleans.Aggregation.Windows;

/// <summary>What one user did in one window.</summary>
/// <param name="Start">Milliseconds since the epoch, like all times here; inclusive.</param>
/// <param name="End">Exclusive. Of a session: its last event plus the gap.</param>
/// <param name="Count">How many events.</param>
/// <param name="Total">
/// The sum of their values, added as doubles in the order in which they were applied; where sessions are merged, the later one's
/// sum is added to the earlier one's.
/// </param>
/// <param name="Min">Their lowest value.</param>
/// <param name="Max">Their highest value.</param>
/// <param name="First">Their lowest event time.</param>
/// <param name="Last">Their highest event time.</param>
public record struct WindowAggregate(long Start, long End, long Count, double Total, double Min, double Max, long First, long Last)
{
    /// <summary>A window of one event.</summary>
    internal static WindowAggregate Of(long start, long end, long time, double value) => new(start, end, 1, value, value, value, time, time);

    internal void Add(long time, double value)
    {
        Count++;
        Total += value;
        Min = Math.Min(Min, value);
        Max = Math.Max(Max, value);
        First = Math.Min(First, time);
        Last = Math.Max(Last, time);
    }

    /// <summary>Takes in a session that starts later.</summary>
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
