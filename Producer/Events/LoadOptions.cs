using System.Text;
using PathwayOrleans.Aggregation.Events;

namespace PathwayOrleans.Producer.Events;

/// <summary>Which events a load consists of. Equal options give equal messages, byte for byte.</summary>
public sealed record LoadOptions
{
    /// <summary>Most users of one load: the expectation keeps 24 bytes for each.</summary>
    public const int MaxUsers = 20_000_000;

    /// <summary>The event time of the first event where nothing else is said: 2023-11-14T22:13:20Z.</summary>
    public const long DefaultFirstEventTime = 1_700_000_000_000;

    /// <summary>Largest Zipf exponent: with this one, one user gets all but a millionth of the events.</summary>
    public const int MaxSkew = 20;

    /// <summary>Valid events.</summary>
    public long Events { get; init; } = 300_000;

    /// <summary>Users among whom the events are spread.</summary>
    public int Users { get; init; } = 10_000;

    /// <summary>Zipf exponent of how events are spread over users; 0 spreads them evenly.</summary>
    public double Skew { get; init; }

    /// <summary>Messages that are no events, on top of <see cref="Events"/> and spread evenly among them.</summary>
    public long Malformed { get; init; }

    /// <summary>Of the valid events, those that come between 5 and 35 seconds after others of their time; evenly spread.</summary>
    public long Late { get; init; }

    /// <summary>Of the valid events, those whose clock is 30 days ahead; evenly spread.</summary>
    public long Future { get; init; }

    public long Seed { get; init; } = 1;

    /// <summary>A user id is this and the user's number from 0.</summary>
    public string UserPrefix { get; init; } = "u";

    /// <summary>Event time of the first event, milliseconds since the epoch.</summary>
    public long FirstEventTime { get; init; } = DefaultFirstEventTime;

    /// <summary>Throws where an option is out of its range.</summary>
    /// <exception cref="ArgumentException">One is; the message names it, its value and what would be right.</exception>
    public void Validate()
    {
        Require(Events >= 0, nameof(Events), Events, "0 or more");
        Require(Users is > 0 and <= MaxUsers, nameof(Users), Users, $"1 to {MaxUsers}");
        Require(Skew is >= 0 and <= MaxSkew, nameof(Skew), Skew, $"0 (even) to {MaxSkew}");
        Require(Malformed >= 0, nameof(Malformed), Malformed, "0 or more");
        Require(Late >= 0 && Late <= Events, nameof(Late), Late, $"0 to {Events}, the number of events,");
        Require(Future >= 0 && Future <= Events, nameof(Future), Future, $"0 to {Events}, the number of events,");
        Require(IsPlainText(UserPrefix), nameof(UserPrefix), UserPrefix, "up to 500 characters that a database text can hold");
        long duration = (Events / EventSequence.EventsPerMillisecond) + EventSequence.MaxDisorderMilliseconds +
            (Future > 0 ? EventSequence.FutureMilliseconds : 0);
        Require(
            FirstEventTime >= 0 && FirstEventTime <= EventLimits.MaxTime - duration,
            nameof(FirstEventTime), FirstEventTime, "0 or more, and early enough for the last event to lie before 2262");
    }

    private static void Require(bool right, string name, object value, string range)
    {
        if (!right)
        {
            throw new ArgumentException($"{name} is {value}; {range} is right.");
        }
    }

    // User ids are at most 512 characters, and the number needs up to 8 of them.
    private static bool IsPlainText(string prefix)
    {
        int characters = 0;
        foreach (Rune rune in prefix.EnumerateRunes())
        {
            characters++;
            if (rune == Rune.ReplacementChar || rune.Value == 0)
            {
                return false;
            }
        }

        return characters <= 500;
    }
}
