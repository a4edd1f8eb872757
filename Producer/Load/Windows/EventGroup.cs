namespace PathwayOrleans.Producer.Load.Windows;

/// <summary>The aggregate of a group of events.</summary>
internal sealed class EventGroup(long time, double value)
{
    internal long Count { get; private set; } = 1;

    internal double Total { get; private set; } = value;

    internal double Min { get; private set; } = value;

    internal double Max { get; private set; } = value;

    internal long First { get; private set; } = time;

    internal long Last { get; private set; } = time;

    internal void Take(EventGroup other)
    {
        Count += other.Count;
        Total += other.Total;
        Min = Math.Min(Min, other.Min);
        Max = Math.Max(Max, other.Max);
        First = Math.Min(First, other.First);
        Last = Math.Max(Last, other.Last);
    }
}
