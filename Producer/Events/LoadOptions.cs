using System.Text;
using PathwayOrleans.Aggregation.Events;
using PathwayOrleans.CommandLine;

namespace PathwayOrleans.Producer.Events;

/// <summary>The events of a load. Equal options give equal messages, byte for byte.</summary>
public sealed record LoadOptions
{
    /// <summary>The maximum number of users of a load: the expectation keeps 24 bytes for each.</summary>
    public const int MaxUsers = 20_000_000;

    /// <summary>The default event time of the first event: 2023-11-14T22:13:20Z.</summary>
    public const long DefaultFirstEventTime = 1_700_000_000_000;

    /// <summary>The largest Zipf exponent. With it, one user gets all but a millionth of the events.</summary>
    public const int MaxSkew = 20;

    /// <summary>The number of valid events.</summary>
    public long Events { get; init; } = 300_000;

    /// <summary>The number of users.</summary>
    public int Users { get; init; } = 10_000;

    /// <summary>The Zipf exponent of the distribution of events over users; 0 distributes them evenly.</summary>
    public double Skew { get; init; }

    /// <summary>
    /// The number of malformed messages, in addition to <see cref="Events"/> and evenly distributed among them.
    /// </summary>
    public long Malformed { get; init; }

    /// <summary>How many of the valid events are between 5 and 35 seconds late, evenly distributed.</summary>
    public long Late { get; init; }

    /// <summary>How many of the valid events have a time that is 50 years later, evenly distributed.</summary>
    public long Future { get; init; }

    /// <summary>The seed of the random numbers.</summary>
    public long Seed { get; init; } = 1;

    /// <summary>The prefix of user ids; a user id is the prefix and the user's number from 0.</summary>
    public string UserPrefix { get; init; } = "u";

    /// <summary>Event time of the first event, milliseconds since the epoch.</summary>
    public long FirstEventTime { get; init; } = DefaultFirstEventTime;

    /// <summary>Throws if an option is out of range.</summary>
    /// <exception cref="CommandFailedException">
    /// An option is out of range; the message has its name on the command line, its value and the allowed range.
    /// </exception>
    public void Validate()
    {
        NumberRange.Require(Events >= 0, "--events", Events, "0 or more");
        NumberRange.Require(Users is > 0 and <= MaxUsers, "--users", Users, $"between 1 and {MaxUsers}");
        NumberRange.Require(Skew is >= 0 and <= MaxSkew, "--skew", Skew, $"between 0 (even) and {MaxSkew}");
        NumberRange.Require(Malformed >= 0, "--malformed", Malformed, "0 or more");
        string upToEvents = $"between 0 and the number of events ({Events})";
        NumberRange.Require(Late >= 0 && Late <= Events, "--late", Late, upToEvents);
        NumberRange.Require(Future >= 0 && Future <= Events, "--future", Future, upToEvents);
        NumberRange.Require(
            IsPlainText(UserPrefix),
            "--user-prefix", UserPrefix, "at most 500 characters, without U+0000 and unpaired surrogates");
        long duration = (Events / EventSequence.EventsPerMillisecond) + EventSequence.MaxDisorderMilliseconds +
            (Future > 0 ? EventSequence.FutureMilliseconds : 0);
        NumberRange.Require(
            FirstEventTime >= EventLimits.MinPlausibleTime && FirstEventTime <= EventLimits.MaxTime - duration,
            "--first-time", FirstEventTime,
            $"{EventLimits.MinPlausibleTime} (2001) or more, and early enough that the last event is before 2262");
    }

    // User ids have at most 512 characters, of which the number takes up to 8.
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
