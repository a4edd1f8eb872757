using System.Collections.Concurrent;
using PathwayOrleans.Pipelines.Runtime.Values;

namespace PathwayOrleans.Pipelines.Runtime.Times;

/// <summary>
/// A time zone of the system's IANA database. .NET rounds offsets to minutes, so that local mean time, before about 1900, can
/// differ from Postgres's by less than a minute; years above 9999 have the rules of the same year 400 years earlier or more, and
/// years before 1 the first offset.
/// </summary>
public sealed class ZoneRules
{
    // From 2000-01-01 to 0001-01-01 and to 9990-01-01.
    private const long FirstDay = -730_119;
    private const long LastDay = 2_918_329;
    private const long MicrosecondsPerEra = 146_097 * Timestamptz.MicrosecondsPerDay;

    private static readonly ConcurrentDictionary<string, ZoneRules> Known = new(StringComparer.OrdinalIgnoreCase);

    private readonly TimeZoneInfo _zone;

    private ZoneRules(TimeZoneInfo zone) => _zone = zone;

    /// <summary>The zone of an IANA name, such as <c>Europe/Berlin</c>.</summary>
    /// <exception cref="EvaluationException">The system has no such zone.</exception>
    public static ZoneRules Find(string name) =>
        Known.TryGetValue(name, out ZoneRules? rules) ? rules
            : TimeZoneInfo.TryFindSystemTimeZoneById(name, out TimeZoneInfo? zone) ? Known.GetOrAdd(name, new ZoneRules(zone))
            : throw Fail.Argument("date_trunc", "the time zone is not recognized", name);

    /// <summary>What the zone's clock shows, as microseconds since 2000-01-01 00:00.</summary>
    internal long ToLocal(long microseconds) => microseconds + OffsetAt(microseconds);

    /// <summary>
    /// The instant at which the zone's clock shows a time. A time that a change skips is read with the offset before the change;
    /// of a time that occurs twice it is the later instant. Postgres does the same (DetermineTimeZoneOffset in datetime.c).
    /// </summary>
    internal long ToUniversal(long local)
    {
        long before = OffsetAt(local - Timestamptz.MicrosecondsPerDay);
        long after = OffsetAt(local + Timestamptz.MicrosecondsPerDay);
        if (before == after)
        {
            // Two changes within two days are possible; the offset at the instant itself decides then.
            long instant = local - before;
            return OffsetAt(instant) == before ? instant : local - OffsetAt(instant);
        }

        // Later instants have the offset after the change. It is right if it is in effect there.
        long late = local - after;
        return OffsetAt(late) == after ? late : local - before;
    }

    private long OffsetAt(long microseconds)
    {
        long instant = microseconds;
        if (instant >= LastDay * Timestamptz.MicrosecondsPerDay)
        {
            long eras = ((instant - (LastDay * Timestamptz.MicrosecondsPerDay)) / MicrosecondsPerEra) + 1;
            instant -= eras * MicrosecondsPerEra;
        }

        instant = Math.Max(instant, FirstDay * Timestamptz.MicrosecondsPerDay);
        DateTime utc = new DateTime(2000, 1, 1, 0, 0, 0, DateTimeKind.Utc).AddTicks(instant * 10);
        return _zone.GetUtcOffset(utc).Ticks / 10;
    }
}
