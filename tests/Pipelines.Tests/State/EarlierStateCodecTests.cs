using System.Globalization;
using System.Text;
using PathwayOrleans.Aggregation;
using PathwayOrleans.Pipelines.State;
using PathwayOrleans.Producer.Load;

namespace PathwayOrleans.Pipelines.Tests.State;

/// <summary>States that releases before the pipelines have written.</summary>
public sealed class EarlierStateCodecTests
{
    // Payloads of released versions; these texts must never change.
    private const string Version3 =
        """{"v":3,"user":"u\u00E4\u0022\uD83D\uDE00","count":3,"total":-1.5E-07,"time":1700000000000,"fence":{"3256815317625123626":{"3":"0"},"5604077283140010916":{"0":"6277101735386680763835789423207666416102355444464034512895","3":"17"}}}""";

    private const string Version1 =
        """{"v":1,"user":"u\u00E4\u0022\uD83D\uDE00","count":3,"total":-1.5E-07,"time":1700000000000,"fence":{"kafka/c/events/\u00E4\u0022":{"3":"17","0":"6277101735386680763835789423207666416102355444464034512895"},"s2":{"3":"0"}}}""";

    // Of the first version, before payloads contained the user.
    private const string WithoutUser =
        """{"v":1,"count":3,"total":-1.5E-07,"time":1700000000000,"fence":{"kafka/c/events/\u00E4\u0022":{"3":"17","0":"6277101735386680763835789423207666416102355444464034512895"},"s2":{"3":"0"}}}""";

    private const string User = "uä\"😀";

    private static readonly SourcePartition First = SourcePartition.Of("kafka/c/events/ä\"", 3);
    private static readonly Position Largest = Position.Parse("6277101735386680763835789423207666416102355444464034512895");

    [Theory]
    [InlineData(Version3)]
    [InlineData(Version1)]
    [InlineData(WithoutUser)]
    public void Every_version_can_be_read(string payload)
    {
        KeyState state = EventKeys.Decode(Encoding.UTF8.GetBytes(payload), User);
        Assert.Equal(new UserExpectation(User, 3, -1.5e-7, 1_700_000_000_000), EventKeys.TotalsOf(state));
        Assert.Equal(Position.FromOffset(17), state.LastApplied(First));
        Assert.Equal(Largest, state.LastApplied(SourcePartition.Of(First.Source, 0)));
        Assert.Equal(Position.Zero, state.LastApplied(SourcePartition.Of("s2", 3)));
        Assert.Null(state.TakeChanges());

        Assert.False(EventKeys.Apply(state, First, Position.FromOffset(17)));
        Assert.True(EventKeys.Apply(state, First, Position.FromOffset(18), 1, 1_700_000_000_001));
        Assert.Equal(new UserExpectation(User, 4, 1 - 1.5e-7, 1_700_000_000_001), EventKeys.TotalsOf(state));
        Assert.StartsWith("""{"v":4,""", Encoding.UTF8.GetString(EventKeys.Encode(state)), StringComparison.Ordinal);
    }

    [Fact]
    public void A_state_of_version_1_with_many_names_can_be_read()
    {
        string fence = string.Join(',', Enumerable.Range(0, 10_000).Select(number => string.Create(
            CultureInfo.InvariantCulture, $"\"{Input(number).Source}\":{{\"0\":\"{number}\"}}")));
        KeyState state = EventKeys.Decode(Encoding.UTF8.GetBytes(
            $"{{\"v\":1,\"user\":\"u\",\"count\":3,\"total\":1,\"time\":4,\"fence\":{{{fence}}}}}"));
        Assert.All(
            Enumerable.Range(0, 10_000),
            number => Assert.Equal(Position.FromOffset(number), state.LastApplied(Input(number))));
    }

    [Theory]
    [InlineData(Version3)]
    [InlineData(Version1)]
    public void Payload_of_another_user_is_rejected_with_both_ids(string payload)
    {
        var refused = Assert.Throws<InvalidDataException>(
            () => EarlierStateCodec.Decode(Encoding.UTF8.GetBytes(payload), "u"));
        Assert.Contains($"'{User}'", refused.Message, StringComparison.Ordinal);
        Assert.Contains("'u'", refused.Message, StringComparison.Ordinal);
    }

    [Fact]
    public void Unknown_properties_are_skipped()
    {
        KeyState state = EventKeys.Decode(
            """{"panes":{"fence":{"x":{"1":"2"}},"count":99},"v":1,"new":[1,{"count":7}],"count":3,"x":null,"fence":{"s":{"1":"2"}},"time":4,"total":2}"""u8
                .ToArray());
        Assert.Equal(new UserExpectation(EventKeys.User, 3, 2, 4), EventKeys.TotalsOf(state));
        Assert.True(state.HasSeen(SourcePartition.Of("s", 1)));
        Assert.False(state.HasSeen(SourcePartition.Of("x", 1)));
    }

    [Theory]
    [InlineData("""{"v":4,"count":3,"total":1,"time":4,"fence":{}}""")]
    [InlineData("""{"count":3,"total":1,"time":4,"fence":{},"v":2147483647}""")]
    [InlineData("""{"v":4,"windows":{"of":"another","kind":[]}}""")]
    [InlineData("""{"v":0}""")]
    [InlineData("""{"v":-1}""")]
    [InlineData("{}")]
    public void Another_version_is_rejected_with_the_remedy(string payload)
    {
        var refused = Assert.Throws<InvalidDataException>(
            () => EarlierStateCodec.Decode(Encoding.UTF8.GetBytes(payload), "u"));
        Assert.Contains("Run a build at least as new as the one that wrote it", refused.Message, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("")]
    [InlineData("x")]
    [InlineData("null")]
    [InlineData("[]")]
    [InlineData("""{"v":"1"}""")]
    [InlineData("""{"v":1.5}""")]
    [InlineData("""{"count":1,"total":1,"time":1,"fence":{}}""")]
    [InlineData("""{"v":1,"user":""}""")]
    [InlineData("""{"v":1,"user":null}""")]
    [InlineData("""{"v":1,"user":5}""")]
    [InlineData("""{"v":1,"user":{"name":"u"}}""")]
    [InlineData("""{"v":1,"user":"\ud800"}""")]
    [InlineData("""{"v":1,"user":"u","user":"w"}""")]
    [InlineData("""{"v":1,"user":"w","user":"u"}""")]
    [InlineData("""{"v":1,"count":"3"}""")]
    [InlineData("""{"v":1,"count":-3}""")]
    [InlineData("""{"v":1,"count":9223372036854775808}""")]
    [InlineData("""{"v":1,"total":null}""")]
    [InlineData("""{"v":1,"total":1e999}""")]
    [InlineData("""{"v":1,"time":1.5}""")]
    [InlineData("""{"v":1,"time":-1}""")]
    [InlineData("""{"v":1,"fence":5,"count":3}""")]
    [InlineData("""{"v":1,"fence":{"s":5},"count":3}""")]
    [InlineData("""{"v":1,"fence":{"s":["1","2"]}}""")]
    [InlineData("""{"v":1,"fence":{"":{"1":"2"}}}""")]
    [InlineData("""{"v":1,"fence":{"s":{"-1":"2"}}}""")]
    [InlineData("""{"v":1,"fence":{"s":{"9999999999":"2"}}}""")]
    [InlineData("""{"v":1,"fence":{"s":{"x":"2"}}}""")]
    [InlineData("""{"v":1,"fence":{"s":{"1":2}}}""")]
    [InlineData("""{"v":1,"fence":{"s":{"1":null}}}""")]
    [InlineData("""{"v":1,"fence":{"s":{"1":"-2"}}}""")]
    [InlineData("""{"v":1,"fence":{"s":{"1":"6277101735386680763835789423207666416102355444464034512896"}}}""")]
    [InlineData("""{"v":1,"fence":{"\ud800":{"1":"2"}}}""")]
    [InlineData("""{"v":1,"\ud800":{}}""")]
    [InlineData("""{"v":3,"fence":5}""")]
    [InlineData("""{"v":3,"fence":{"s":{"1":"2"}}}""")]
    [InlineData("""{"v":3,"fence":{"":{"1":"2"}}}""")]
    [InlineData("""{"v":3,"fence":{"0":{"1":"2"}}}""")]
    [InlineData("""{"v":3,"fence":{"1.5":{"1":"2"}}}""")]
    [InlineData("""{"v":3,"fence":{"9223372036854775808":{"1":"2"}}}""")]
    [InlineData("""{"v":3,"fence":{"7":{"-1":"2"}}}""")]
    [InlineData("""{"v":3,"fence":{"7":{"1":2}}}""")]
    [InlineData("""{"fence":{"s":{"1":"2"}},"v":3}""")]
    [InlineData("""{"v":1}{"v":1}""")]
    public void A_damaged_payload_is_rejected(string payload)
    {
        byte[] bytes = Encoding.UTF8.GetBytes(payload);
        Assert.Throws<InvalidDataException>(() => EarlierStateCodec.Decode(bytes, "u"));
        Assert.Throws<InvalidDataException>(() => EventKeys.Decode(bytes));
    }

    [Theory]
    [InlineData(Version3)]
    [InlineData(Version1)]
    public void Truncated_payload_is_rejected(string payload)
    {
        byte[] whole = Encoding.UTF8.GetBytes(payload);
        for (int length = 0; length < whole.Length; length++)
        {
            Assert.Throws<InvalidDataException>(() => EarlierStateCodec.Decode(whole.AsSpan(0, length), User));
            Assert.Throws<InvalidDataException>(() => EventKeys.Decode(whole[..length], User));
        }
    }

    // A reader of a damaged row must report it, whatever its bytes are.
    [Fact]
    public void A_changed_byte_gives_a_state_or_an_error()
    {
        foreach (string payload in new[] { Version3, Version1, EarlierWindowsCodecTests.Version2 })
        {
            byte[] whole = Encoding.UTF8.GetBytes(payload);
            var random = new Random(payload.Length);
            for (int i = 0; i < 3_000; i++)
            {
                byte[] changed = [.. whole];
                changed[random.Next(changed.Length)] = (byte)random.Next(256);
                try
                {
                    EarlierStateCodec.Decode(changed, User);
                }
                catch (InvalidDataException e)
                {
                    Assert.NotEmpty(e.Message);
                }
            }
        }
    }

    private static SourcePartition Input(int number) =>
        SourcePartition.Of(string.Create(CultureInfo.InvariantCulture, $"file:sha256:test-{number}"), 0);
}
