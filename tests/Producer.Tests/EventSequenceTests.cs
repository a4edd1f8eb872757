using System.Text;
using PathwayOrleans.Aggregation.Events;
using PathwayOrleans.CommandLine;
using PathwayOrleans.Producer.Events;

namespace PathwayOrleans.Producer.Tests;

public sealed class EventSequenceTests
{
    private static readonly LoadOptions Options = new() { Events = 2_000, Malformed = 100, Users = 50, Skew = 0.8, Seed = 17 };

    [Fact]
    public void Equal_options_give_equal_bytes()
    {
        Assert.Equal(Transcript(Options), Transcript(Options with { }));
        Assert.NotEqual(Transcript(Options), Transcript(Options with { Seed = 18 }));
    }

    [Fact]
    public void The_sequence_of_a_seed_never_changes()
    {
        // Recorded once: a new .NET or a change of the generator must not change the events of a seed.
        Assert.Equal(
            """
            u3 {"user_id":"u3","value":752.5,"time":1700000001163}
            u0 {"user_id":"u0","value":188,"time":1700000001903}
            u9 {"user_id":"u9","value":511.25,"time":1700000002132}
            """.ReplaceLineEndings("\n"),
            string.Join('\n', Transcript(new LoadOptions { Events = 3, Users = 10, Seed = 5 })));
    }

    [Theory]
    [InlineData("u")]
    [InlineData("größe-\"\\\U0001F600-")]
    public void Events_parse_to_their_meaning(string prefix)
    {
        var parser = new EventParser(new UserIdPool(), EventRules.Default);
        int events = 0;
        foreach ((byte[] key, byte[]? value, MessageMeaning meaning) in Messages(Options with { UserPrefix = prefix }))
        {
            RejectionReason verdict = parser.Parse(value, out ParsedEvent parsed);
            Assert.Equal(meaning.Rejection is null, verdict == RejectionReason.None);
            if (verdict == RejectionReason.None)
            {
                events++;
                Assert.Equal($"{prefix}{meaning.User}", parsed.UserId);
                Assert.Equal(parsed.UserId, Encoding.UTF8.GetString(key));
                Assert.Equal(meaning.Quarters / 4.0, parsed.Value);
                Assert.Equal(meaning.Time, parsed.Time);
            }
        }

        Assert.Equal(Options.Events, events);
    }

    [Theory]
    [InlineData(1_000, 10)]
    [InlineData(1_000, 333)]
    [InlineData(10, 990)]
    [InlineData(0, 7)]
    public void Malformed_messages_are_additional_and_evenly_distributed(long events, long malformed)
    {
        bool[] isMalformed = Messages(Options with { Events = events, Malformed = malformed })
            .Select(message => message.Meaning.Rejection is not null)
            .ToArray();

        Assert.Equal(events + malformed, isMalformed.Length);
        Assert.Equal(malformed, isMalformed.Count(bad => bad));
        double share = (double)malformed / isMalformed.Length;
        int seen = 0;
        for (int i = 0; i < isMalformed.Length; i++)
        {
            seen += isMalformed[i] ? 1 : 0;
            Assert.InRange(seen, ((i + 1) * share) - 1.001, ((i + 1) * share) + 0.001);
        }
    }

    [Fact]
    public void The_number_of_late_events_is_as_configured_and_other_events_are_unchanged()
    {
        List<MessageMeaning> usual = Events(Options);
        List<MessageMeaning> some = Events(Options with { Late = 300 });
        Assert.Equal(
            usual.Select(meaning => (meaning.User, meaning.Quarters)), some.Select(meaning => (meaning.User, meaning.Quarters)));
        long[] behind = [.. usual.Zip(some, (one, other) => one.Time - other.Time).Where(later => later != 0)];
        Assert.Equal(300, behind.Length);
        Assert.All(behind, milliseconds => Assert.InRange(milliseconds, 5_001, 30_000));
        Assert.InRange(behind.Average(), 15_000, 20_000);
    }

    [Fact]
    public void Times_of_late_events_are_accepted_ones() =>
        Assert.Equal(
            EventLimits.MinPlausibleTime,
            Events(Options with { Late = 2_000, FirstEventTime = EventLimits.MinPlausibleTime }).Min(meaning => meaning.Time));

    [Fact]
    public void The_number_of_events_from_the_future_is_as_configured_and_they_are_evenly_distributed()
    {
        List<MessageMeaning> usual = Events(Options);
        List<MessageMeaning> some = Events(Options with { Future = 20 });
        int[] ahead = [.. Enumerable.Range(0, usual.Count).Where(i => some[i].Time != usual[i].Time)];
        Assert.Equal(Enumerable.Range(1, 20).Select(i => (i * 100) - 1), ahead);
        Assert.All(
            ahead, i => Assert.Equal(TimeSpan.FromDays(50 * 365), TimeSpan.FromMilliseconds(some[i].Time - usual[i].Time)));
    }

    [Fact]
    public void With_an_even_distribution_every_user_has_events()
    {
        int[] counts = new int[50];
        foreach ((_, _, MessageMeaning meaning) in Messages(Options with { Skew = 0, Malformed = 0, Events = 100_000 }))
        {
            counts[meaning.User]++;
        }

        ChiSquare.AssertPlausible(counts, Enumerable.Repeat(1.0, 50));
    }

    public static TheoryData<string, LoadOptions> Refused => new()
    {
        { "--events is -1", Options with { Events = -1 } },
        { "--users is 0", Options with { Users = 0 } },
        { "--skew is NaN", Options with { Skew = double.NaN } },
        { "--malformed is -1", Options with { Malformed = -1 } },
        { "--late is 2001; it must be between 0 and the number of events (2000)", Options with { Late = 2_001 } },
        { "--future is -1", Options with { Future = -1 } },
        { "--first-time is", Options with { FirstEventTime = EventLimits.MaxTime - 100_000, Future = 1 } },
        { "--user-prefix is", Options with { UserPrefix = "a\0b" } },
        { "--user-prefix is", Options with { UserPrefix = "\ud800" } },
        { "--user-prefix is", Options with { UserPrefix = new string('x', 501) } },
        { "--first-time is -5", Options with { FirstEventTime = -5 } },
        { "--first-time is", Options with { FirstEventTime = EventLimits.MaxTime } },
    };

    [Theory]
    [MemberData(nameof(Refused))]
    public void Options_out_of_range_are_rejected_with_their_name(string message, LoadOptions options) =>
        Assert.StartsWith(message, Assert.Throws<CommandFailedException>(() => new EventSequence(options)).Message);

    private static List<MessageMeaning> Events(LoadOptions options) =>
        Messages(options).Select(message => message.Meaning).Where(meaning => meaning.Rejection is null).ToList();

    private static List<string> Transcript(LoadOptions options) => Messages(options).ConvertAll(
        message =>
            $"{Encoding.UTF8.GetString(message.Key)} " +
            $"{(message.Value is null ? "null" : Encoding.Latin1.GetString(message.Value))}");

    private static List<GeneratedMessage> Messages(LoadOptions options)
    {
        var sequence = new EventSequence(options);
        var messages = new List<GeneratedMessage>();
        while (sequence.TryNext(out GeneratedMessage message))
        {
            messages.Add(message with { Key = [.. message.Key], Value = message.Value?.ToArray() });
        }

        return messages;
    }
}
