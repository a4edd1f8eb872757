namespace PathwayOrleans.Pipelines.Runtime.Values;

/// <summary>
/// A <c>timestamptz</c>: microseconds since 2000-01-01 00:00 UTC, as Postgres stores it, so that its whole range fits. The lowest
/// and highest <see cref="long"/> are <c>-infinity</c> and <c>infinity</c>.
/// </summary>
/// <param name="Microseconds">Microseconds since 2000-01-01 00:00 UTC.</param>
public readonly record struct Timestamptz(long Microseconds) : IComparable<Timestamptz>
{
    /// <summary>The microseconds from 1970-01-01 to 2000-01-01.</summary>
    internal const long UnixEpochOffset = 946_684_800_000_000;

    internal const long MicrosecondsPerSecond = 1_000_000;
    internal const long MicrosecondsPerDay = 86_400 * MicrosecondsPerSecond;

    // Postgres's MIN_TIMESTAMP (4714-11-24 BC) and END_TIMESTAMP (294277-01-01).
    private const long Lowest = -211_813_488_000_000_000;
    private const long End = 9_223_371_331_200_000_000;

    /// <summary>Later than all others.</summary>
    public static Timestamptz Infinity => new(long.MaxValue);

    /// <summary>Earlier than all others.</summary>
    public static Timestamptz NegativeInfinity => new(long.MinValue);

    /// <summary>Whether it is neither infinity.</summary>
    public bool IsFinite => Microseconds is not (long.MinValue or long.MaxValue);

    /// <summary>Whether Postgres holds it.</summary>
    internal bool IsInRange => Microseconds is >= Lowest and < End;

    /// <summary>
    /// Milliseconds since 1970-01-01 00:00 UTC, rounded down. The infinities are the lowest and highest <see cref="long"/>.
    /// </summary>
    public long UnixMilliseconds
    {
        get
        {
            if (!IsFinite)
            {
                return Microseconds;
            }

            long milliseconds = Microseconds / 1000;
            return (Microseconds % 1000 < 0 ? milliseconds - 1 : milliseconds) + (UnixEpochOffset / 1000);
        }
    }

    /// <summary>The instant of a number of milliseconds since 1970-01-01 00:00 UTC.</summary>
    /// <exception cref="EvaluationException">Postgres cannot hold it.</exception>
    public static Timestamptz FromUnixMilliseconds(long milliseconds) => FromUnix(milliseconds, 1000);

    /// <summary>The instant of a number of microseconds since 1970-01-01 00:00 UTC.</summary>
    /// <exception cref="EvaluationException">Postgres cannot hold it.</exception>
    public static Timestamptz FromUnixMicroseconds(long microseconds) => FromUnix(microseconds, 1);

    public int CompareTo(Timestamptz other) => Microseconds.CompareTo(other.Microseconds);

    public static bool operator <(Timestamptz left, Timestamptz right) => left.Microseconds < right.Microseconds;

    public static bool operator >(Timestamptz left, Timestamptz right) => left.Microseconds > right.Microseconds;

    public static bool operator <=(Timestamptz left, Timestamptz right) => left.Microseconds <= right.Microseconds;

    public static bool operator >=(Timestamptz left, Timestamptz right) => left.Microseconds >= right.Microseconds;

    /// <summary>Its text in Postgres's ISO style, in UTC.</summary>
    public override string ToString() => Text.TimestamptzText.Format(this);

    internal static Timestamptz FromUnix(long value, long microsecondsPerUnit)
    {
        Int128 microseconds = ((Int128)value * microsecondsPerUnit) - UnixEpochOffset;
        return microseconds >= Lowest && microseconds < End
            ? new Timestamptz((long)microseconds)
            : throw Fail.TimeOutOfRange("to_timestamp", "timestamp", value);
    }
}
