using System.Text;
using FsCheck;
using FsCheck.Fluent;
using PathwayOrleans.Aggregation.Events;
using PathwayOrleans.Aggregation.State;
using PathwayOrleans.Testing;
using Delivery = PathwayOrleans.Aggregation.Tests.FenceOracle.Delivery;

namespace PathwayOrleans.Aggregation.Tests;

public class UserStateCodecTests
{
    // The format of released versions; these texts must never change.
    private const string Golden =
        """{"v":3,"user":"u\u00E4\u0022\uD83D\uDE00","count":3,"total":-1.5E-07,"time":1700000000000,"fence":{"3256815317625123626":{"3":"0"},"5604077283140010916":{"0":"6277101735386680763835789423207666416102355444464034512895","3":"17"}}}""";

    private const string GoldenOfVersion1 =
        """{"v":1,"user":"u\u00E4\u0022\uD83D\uDE00","count":3,"total":-1.5E-07,"time":1700000000000,"fence":{"kafka/c/events/\u00E4\u0022":{"3":"17","0":"6277101735386680763835789423207666416102355444464034512895"},"s2":{"3":"0"}}}""";

    // The format before payloads contained the user.
    private const string GoldenWithoutUser =
        """{"v":1,"count":3,"total":-1.5E-07,"time":1700000000000,"fence":{"kafka/c/events/\u00E4\u0022":{"3":"17","0":"6277101735386680763835789423207666416102355444464034512895"},"s2":{"3":"0"}}}""";

    private const string User = "uä\"😀";

    private static readonly SourcePartition First = SourcePartition.Of("kafka/c/events/ä\"", 3);
    private static readonly Position Largest = Position.Parse("6277101735386680763835789423207666416102355444464034512895");

    [Fact]
    public void Version_3_format_is_stable()
    {
        var state = new UserState(User);
        state.Apply(First, Position.FromOffset(17), new UserEvent("u", -1.5e-7, 1_700_000_000_000));
        state.Apply(SourcePartition.Of(First.Source, 0), Largest, new UserEvent("u", 0, 5));
        state.Apply(SourcePartition.Of("s2", 3), Position.Zero, new UserEvent("u", 0, 6));
        using var codec = new UserStateCodec();
        Assert.Equal(Golden, Encoding.UTF8.GetString(codec.Encode(state)));
    }

    [Theory]
    [InlineData(Golden)]
    [InlineData(GoldenOfVersion1)]
    [InlineData(GoldenWithoutUser)]
    public void Every_version_can_be_read(string payload)
    {
        UserState state = UserStateCodec.Decode(Encoding.UTF8.GetBytes(payload), User);
        Assert.Equal(User, state.UserId);
        Assert.Equal((3L, -1.5e-7, 1_700_000_000_000L), (state.Count, state.TotalValue, state.LastEventTime));
        Assert.Equal(Position.FromOffset(17), state.LastApplied(First));
        Assert.Equal(Largest, state.LastApplied(SourcePartition.Of(First.Source, 0)));
        Assert.Equal(Position.Zero, state.LastApplied(SourcePartition.Of("s2", 3)));
    }

    [Fact]
    public void User_is_read_from_the_payload()
    {
        Assert.Equal(User, UserStateCodec.Decode(Encoding.UTF8.GetBytes(Golden)).UserId);
        Assert.Null(UserStateCodec.Decode(Encoding.UTF8.GetBytes(GoldenWithoutUser)).UserId);
    }

    [Fact]
    public void Payload_of_another_user_is_rejected_with_both_ids()
    {
        var refused = Assert.Throws<InvalidDataException>(() => UserStateCodec.Decode(Encoding.UTF8.GetBytes(Golden), "u"));
        Assert.Contains($"'{User}'", refused.Message, StringComparison.Ordinal);
        Assert.Contains("'u'", refused.Message, StringComparison.Ordinal);
    }

    [Fact]
    public void Unbound_state_cannot_be_encoded()
    {
        using var codec = new UserStateCodec();
        var refused = Assert.Throws<ArgumentException>(() => codec.Encode(new UserState()));
        Assert.Contains("UserState.Bind", refused.Message, StringComparison.Ordinal);
    }

    [Fact]
    public void User_id_round_trips()
    {
        using var codec = new UserStateCodec();
        Always.Holds(UserIds.ConfusablePairs, pair =>
        {
            byte[] payload = codec.Encode(new UserState(pair.One));
            Assert.Equal(pair.One, UserStateCodec.Decode(payload).UserId);
            Assert.Equal(pair.One, UserStateCodec.Decode(payload, pair.One).UserId);
            if (pair.One != pair.Other)
            {
                Assert.Throws<InvalidDataException>(() => UserStateCodec.Decode(payload, pair.Other));
            }
        });
    }

    [Fact]
    public void State_round_trips_and_continues_identically()
    {
        using var codec = new UserStateCodec();
        Always.Holds(UserStateTests.Deliveries.Zip(UserStateTests.Deliveries), @case =>
        {
            var state = new UserState(User);
            var oracle = new FenceOracle();
            foreach (Delivery delivery in @case.Item1)
            {
                oracle.Deliver(delivery);
                UserStateTests.Apply(state, delivery);
            }

            UserState restored = UserStateCodec.Decode(codec.Encode(state));
            UserStateTests.AssertAsOracle(oracle, restored);
            foreach (Delivery delivery in @case.Item2)
            {
                Assert.Equal(oracle.Deliver(delivery), UserStateTests.Apply(restored, delivery));
            }

            UserStateTests.AssertAsOracle(oracle, restored);
        });
    }

    [Fact]
    public void Total_round_trips_exactly()
    {
        using var codec = new UserStateCodec();
        Gen<double> totals = ArbMap.Default.GeneratorFor<double>().Where(double.IsFinite);
        Always.Holds(totals, total =>
        {
            var state = new UserState(User);
            state.Apply(First, Position.Zero, new UserEvent("u", total, 0));
            Assert.Equal(
                BitConverter.DoubleToInt64Bits(state.TotalValue),
                BitConverter.DoubleToInt64Bits(UserStateCodec.Decode(codec.Encode(state)).TotalValue));
        });
    }

    [Fact]
    public void Source_name_round_trips()
    {
        using var codec = new UserStateCodec();
        Always.Holds(UserIds.Nasty, source =>
        {
            var state = new UserState(User);
            state.Apply(SourcePartition.Of(source, 1), Position.FromOffset(9), new UserEvent("u", 1, 1));
            Assert.Equal(
                Position.FromOffset(9), UserStateCodec.Decode(codec.Encode(state)).LastApplied(SourcePartition.Of(source, 1)));
        });
    }

    [Fact]
    public void Encode_returns_a_new_array()
    {
        using var codec = new UserStateCodec();
        byte[] empty = codec.Encode(new UserState(User));
        byte[] copy = [.. empty];
        var state = new UserState(User);
        state.Apply(First, Position.Zero, new UserEvent("u", 1, 1));
        codec.Encode(state);
        Assert.Equal(copy, empty);
    }

    [Fact]
    public void Properties_of_a_later_build_are_skipped()
    {
        UserState state = UserStateCodec.Decode(
            """{"panes":{"fence":{"x":{"1":"2"}},"count":99},"v":1,"new":[1,{"count":7}],"count":3,"x":null,"fence":{"s":{"1":"2"}},"time":4,"total":2}"""u8);
        Assert.Equal((3L, 2.0, 4L), (state.Count, state.TotalValue, state.LastEventTime));
        Assert.True(state.HasSeen(SourcePartition.Of("s", 1)));
        Assert.False(state.HasSeen(SourcePartition.Of("x", 1)));
    }

    [Theory]
    [InlineData("""{"v":4,"count":3,"total":1,"time":4,"fence":{}}""")]
    [InlineData("""{"count":3,"total":1,"time":4,"fence":{},"v":2147483647}""")]
    [InlineData("""{"v":4,"windows":{"of":"another","kind":[]}}""")]
    public void Newer_format_is_rejected_with_the_remedy(string payload)
    {
        var refused = Assert.Throws<InvalidDataException>(() => UserStateCodec.Decode(Encoding.UTF8.GetBytes(payload)));
        Assert.Contains("Run a build at least as new as the one that wrote it", refused.Message, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("")]
    [InlineData("x")]
    [InlineData("null")]
    [InlineData("[]")]
    [InlineData("{}")]
    [InlineData("""{"v":0}""")]
    [InlineData("""{"v":-1}""")]
    [InlineData("""{"v":"1"}""")]
    [InlineData("""{"v":1.5}""")]
    [InlineData("""{"count":1,"total":1,"time":1,"fence":{}}""")]
    [InlineData("""{"v":1,"user":""}""")]
    [InlineData("""{"v":1,"user":null}""")]
    [InlineData("""{"v":1,"user":5}""")]
    [InlineData("""{"v":1,"user":{"name":"u"}}""")]
    [InlineData("""{"v":1,"user":"\ud800"}""")]
    [InlineData("""{"v":1,"user":"u","user":"w"}""")]
    [InlineData("""{"v":1,"count":"3"}""")]
    [InlineData("""{"v":1,"count":-3}""")]
    [InlineData("""{"v":1,"count":9223372036854775808}""")]
    [InlineData("""{"v":1,"total":null}""")]
    [InlineData("""{"v":1,"total":1e999}""")]
    [InlineData("""{"v":1,"time":1.5}""")]
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
    public void A_damaged_payload_is_rejected(string payload)
    {
        Assert.Throws<InvalidDataException>(() => UserStateCodec.Decode(Encoding.UTF8.GetBytes(payload)));
        Assert.Throws<InvalidDataException>(() => UserStateCodec.Decode(Encoding.UTF8.GetBytes(payload), "u"));
    }

    [Fact]
    public void Truncated_payload_is_rejected()
    {
        byte[] whole = Encoding.UTF8.GetBytes(Golden);
        for (int length = 0; length < whole.Length; length++)
        {
            Assert.Throws<InvalidDataException>(() => UserStateCodec.Decode(whole.AsSpan(0, length)));
        }
    }

    [Fact]
    public void Payload_with_trailing_data_is_rejected() =>
        Assert.Throws<InvalidDataException>(() => UserStateCodec.Decode(Encoding.UTF8.GetBytes(Golden + Golden)));
}
