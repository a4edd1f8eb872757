using PathwayOrleans.Pipelines.Runtime.Text;
using PathwayOrleans.Pipelines.Runtime.Values;

namespace PathwayOrleans.Pipelines.Runtime.Json;

/// <summary>
/// Times that are numbers since 1970-01-01 00:00 UTC. Digits below a microsecond are rounded, halves to the even one.
/// </summary>
internal static class EpochTime
{
    // 2001-01-01 and 2263-01-01 in milliseconds.
    internal const long EarliestMilliseconds = 978_307_200_000;
    internal const long EndMilliseconds = 9_246_182_400_000;

    private const decimal Earliest = EarliestMilliseconds;
    private const decimal End = EndMilliseconds;

    private const string Cast = "cast to timestamp with time zone";

    internal static Timestamptz Parse(ReadOnlySpan<char> text, int microsecondsPerUnit)
    {
        decimal value = NumericText.Parse(text);
        decimal microseconds = value is > -1e16m and < 1e20m
            ? decimal.Round(value * microsecondsPerUnit, MidpointRounding.ToEven)
            : decimal.MaxValue;
        return microseconds is >= long.MinValue and <= long.MaxValue + (decimal)Timestamptz.UnixEpochOffset
            && new Timestamptz((long)(microseconds - Timestamptz.UnixEpochOffset)) is { IsInRange: true } time
            ? time
            : throw Fail.TimeOutOfRange(Cast, "timestamp", text.ToString());
    }

    /// <summary>Milliseconds in the years in which they cannot be mistaken for another unit.</summary>
    internal static Timestamptz ParseMilliseconds(ReadOnlySpan<char> text)
    {
        decimal value = NumericText.Parse(text);
        if (value is >= Earliest and < End)
        {
            return Parse(text, 1000);
        }

        string guess = value switch
        {
            >= Earliest / 1000 and < End / 1000 => "; it looks like seconds (FORMAT 'epoch_seconds')",
            >= Earliest * 1000 and < End * 1000 => "; it looks like microseconds (FORMAT 'epoch_micros')",
            >= Earliest * 1_000_000 and < End * 1_000_000 => "; it looks like nanoseconds, which have no FORMAT",
            _ => "; FORMAT 'epoch_millis' takes any year",
        };
        throw Fail.Create(
            "22008", Cast, $"milliseconds outside of the years 2001 to 2262{guess}", value);
    }
}
