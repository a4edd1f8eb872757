namespace PathwayOrleans.Pipelines.Runtime.Values;

/// <summary>
/// An <c>interval</c>: months, days and microseconds are separate, as in Postgres. It compares as if a month had 30 days and a
/// day 24 hours; <c>1 month</c> and <c>30 days</c> are equal.
/// </summary>
/// <param name="Months">Months; 12 are a year.</param>
/// <param name="Days">Days.</param>
/// <param name="Microseconds">The time part.</param>
public readonly record struct Interval(int Months, int Days, long Microseconds) : IComparable<Interval>
{
    public bool Equals(Interval other) => Ordinal == other.Ordinal;

    public override int GetHashCode() => Ordinal.GetHashCode();

    public int CompareTo(Interval other) => Ordinal.CompareTo(other.Ordinal);

    public static bool operator <(Interval left, Interval right) => left.CompareTo(right) < 0;

    public static bool operator >(Interval left, Interval right) => left.CompareTo(right) > 0;

    public static bool operator <=(Interval left, Interval right) => left.CompareTo(right) <= 0;

    public static bool operator >=(Interval left, Interval right) => left.CompareTo(right) >= 0;

    /// <summary>Its text in Postgres's interval style <c>postgres</c>.</summary>
    public override string ToString() => Text.IntervalText.Format(this);

    private Int128 Ordinal => ((((Int128)Months * 30) + Days) * Timestamptz.MicrosecondsPerDay) + Microseconds;
}
