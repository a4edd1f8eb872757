using System.Globalization;
using PathwayOrleans.Aggregation.Events;
using PathwayOrleans.CommandLine;

namespace PathwayOrleans.Producer.Events;

/// <summary>
/// Generates the messages of a load in order. Values are multiples of 0.25 from 0.25 to 1000, so any sum of them is exact in a
/// double, in any order. Event time advances by a millisecond every ten events, and events are out of order by up to five
/// seconds. On request some events are later than that, or have a time far in the future. Not thread-safe.
/// </summary>
public sealed class EventSequence
{
    internal const int EventsPerMillisecond = 10;
    internal const int MaxDisorderMilliseconds = 5_000;
    internal const int MaxLatenessMilliseconds = 30_000;
    /// <summary>50 years. Events from the future are after any time at which a broker may store them.</summary>
    internal const long FutureMilliseconds = 50L * 365 * 24 * 3_600_000;
    private const int MaxQuarters = 4_000;
    private const ulong OtherSequence = 0x6C61746573;

    private readonly LoadOptions _options;
    private readonly SplitMix64 _random;

    // A separate generator, so that late events change only times and leave the rest of the sequence as it is.
    private readonly SplitMix64 _lateness;
    private readonly ZipfSampler? _zipf;
    private readonly EventEncoder _encoder;
    private readonly long _total;
    private readonly EvenTurns _malformedTurns;
    private readonly EvenTurns _lateTurns;
    private readonly EvenTurns _futureTurns;
    private long _index;
    private long _malformed;

    /// <exception cref="CommandFailedException">An option is out of range.</exception>
    public EventSequence(LoadOptions options)
    {
        ArgumentNullException.ThrowIfNull(options);
        options.Validate();
        _options = options;
        _random = new SplitMix64(unchecked((ulong)options.Seed));
        _zipf = options.Skew > 0 ? new ZipfSampler(options.Users, options.Skew) : null;
        _encoder = new EventEncoder(options.UserPrefix);
        _lateness = new SplitMix64(unchecked((ulong)options.Seed ^ OtherSequence));
        _total = checked(options.Events + options.Malformed);
        _malformedTurns = new EvenTurns(options.Malformed, _total);
        _lateTurns = new EvenTurns(options.Late, options.Events);
        _futureTurns = new EvenTurns(options.Future, options.Events);
    }

    /// <summary>Generates the next message; false after the last one.</summary>
    public bool TryNext(out GeneratedMessage message)
    {
        if (_index >= _total)
        {
            message = default;
            return false;
        }

        int user = _zipf is null ? _random.Below(_options.Users) : _zipf.Next(_random) - 1;
        int quarters = 1 + _random.Below(MaxQuarters);
        long time = _options.FirstEventTime + (_index / EventsPerMillisecond) + _random.Below(MaxDisorderMilliseconds + 1);
        _index++;

        if (_malformedTurns.IsNext())
        {
            string userId = _options.UserPrefix + user.ToString(CultureInfo.InvariantCulture);
            (string reason, byte[]? bytes) = MalformedMessages.Create(_malformed++, userId);
            message = new GeneratedMessage(_encoder.Key(user), bytes, new MessageMeaning(reason, user, 0, 0));
        }
        else
        {
            time = Displace(time);
            message = new GeneratedMessage(
                _encoder.Key(user),
                _encoder.Event(user, quarters, time),
                new MessageMeaning(null, user, quarters, time));
        }

        return true;
    }

    private long Displace(long time)
    {
        if (_lateTurns.IsNext())
        {
            int beyond = _lateness.Below(MaxLatenessMilliseconds - MaxDisorderMilliseconds);
            time = Math.Max(EventLimits.MinPlausibleTime, time - MaxDisorderMilliseconds - 1 - beyond);
        }

        return _futureTurns.IsNext() ? time + FutureMilliseconds : time;
    }
}
