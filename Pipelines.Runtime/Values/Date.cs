namespace PathwayOrleans.Pipelines.Runtime.Values;

/// <summary>
/// A <c>date</c>: days since 2000-01-01, as Postgres stores it. The lowest and highest <see cref="int"/> are <c>-infinity</c> and
/// <c>infinity</c>.
/// </summary>
/// <param name="Days">Days since 2000-01-01.</param>
public readonly record struct Date(int Days) : IComparable<Date>
{
    // Postgres's range: 4714-11-24 BC up to 5874897-12-31.
    private const int Lowest = -2_451_545;
    private const int End = 2_145_031_949;

    /// <summary>Later than all others.</summary>
    public static Date Infinity => new(int.MaxValue);

    /// <summary>Earlier than all others.</summary>
    public static Date NegativeInfinity => new(int.MinValue);

    /// <summary>Whether it is neither infinity.</summary>
    public bool IsFinite => Days is not (int.MinValue or int.MaxValue);

    public int CompareTo(Date other) => Days.CompareTo(other.Days);

    public static bool operator <(Date left, Date right) => left.Days < right.Days;

    public static bool operator >(Date left, Date right) => left.Days > right.Days;

    public static bool operator <=(Date left, Date right) => left.Days <= right.Days;

    public static bool operator >=(Date left, Date right) => left.Days >= right.Days;

    /// <summary>Its text in Postgres's ISO style.</summary>
    public override string ToString() => Text.DateText.Format(this);

    /// <summary>Whether Postgres holds a finite date of this many days since 2000-01-01.</summary>
    internal static bool Holds(long days) => days is >= Lowest and < End;
}
