namespace PathwayOrleans.Pipelines.Runtime.Aggregates;

/// <summary>The order of events for <c>first_value</c> and <c>last_value</c>: by event time, then by position.</summary>
/// <param name="Time">The event time.</param>
/// <param name="High">The highest 64 bits of the position.</param>
/// <param name="Middle">The middle 64 bits of the position.</param>
/// <param name="Low">The lowest 64 bits of the position.</param>
public readonly record struct EventOrder(long Time, ulong High, ulong Middle, ulong Low) : IComparable<EventOrder>
{
    public int CompareTo(EventOrder other) =>
        Time != other.Time ? Time.CompareTo(other.Time)
        : High != other.High ? High.CompareTo(other.High)
        : Middle != other.Middle ? Middle.CompareTo(other.Middle)
        : Low.CompareTo(other.Low);

    public static bool operator <(EventOrder left, EventOrder right) => left.CompareTo(right) < 0;

    public static bool operator >(EventOrder left, EventOrder right) => left.CompareTo(right) > 0;

    public static bool operator <=(EventOrder left, EventOrder right) => left.CompareTo(right) <= 0;

    public static bool operator >=(EventOrder left, EventOrder right) => left.CompareTo(right) >= 0;
}
