using System.Text;
using System.Text.Json;
using PathwayOrleans.Aggregation.Events;
using PathwayOrleans.Aggregation.State;
using PathwayOrleans.Aggregation.Tests.Windows.Runs;
using PathwayOrleans.Aggregation.Windows;
using PathwayOrleans.Testing;

namespace PathwayOrleans.Aggregation.Tests.Windows;

public sealed class WindowStateCodecTests
{
    // The format of released versions; these texts must never change.
    private const string GoldenOfVersion2 =
        """{"v":2,"user":"u","count":4,"total":3.25,"time":31,"fence":{"s":{"0":"3"}},"windows":{"t":{"forgotten":10,"open":[[20,30,1,2.5,2.5,2.5,29,29],[30,40,1,-0.5,-0.5,-0.5,31,31]]},"e":{"forgotten":13,"open":[[29,36,2,2,-0.5,2.5,29,31]]}}}""";

    private const string Golden =
        """{"v":3,"user":"u","count":4,"total":3.25,"time":31,"fence":{"304680751394550461":{"0":"3"}},"windows":{"t":{"forgotten":10,"open":[[20,30,1,2.5,2.5,2.5,29,29],[30,40,1,-0.5,-0.5,-0.5,31,31]]},"e":{"forgotten":13,"open":[[29,36,2,2,-0.5,2.5,29,31]]}}}""";

    private const string GoldenChanges =
        """{"rows":[["e",5,11,2,1.5,0.5,1,5,6]],"gone":[["e",6]],"late":[["s",0,"2","e","{\u0022user_id\u0022:\u0022u\u0022,\u0022value\u0022:4,\u0022time\u0022:1}"]]}""";

    [Fact]
    public void Version_3_format_is_stable()
    {
        var user = new OneUser(WindowDefinition.Tumbling("t", 10), WindowDefinition.Session("e", 5));
        user.Apply(5, 1, watermark: 0);
        user.Apply(8, 0.25, watermark: 0);
        user.Apply(29, 2.5, watermark: 20);
        user.Apply(31, -0.5, watermark: 20);
        user.Commit();
        Assert.Equal(Golden, Encode(user.State));
    }

    [Fact]
    public void Version_2_can_be_read()
    {
        UserState state = UserStateCodec.Decode(Encoding.UTF8.GetBytes(GoldenOfVersion2), "u");
        Assert.Equal((4L, 3.25, 31L, 3), (state.Count, state.TotalValue, state.LastEventTime, state.OpenWindows));
        Assert.Equal(Golden, Encode(state));
        var windows = new WindowSet([WindowDefinition.Tumbling("t", 10), WindowDefinition.Session("e", 5)]);
        Assert.Equal(
            ApplyOutcome.NeedsReload,
            state.Apply(SourcePartition.Of("s", 1), Position.Zero, new UserEvent("u", 1, 9), 0, windows));
        Assert.Equal(
            ApplyOutcome.Applied, state.Apply(SourcePartition.Of("s", 1), Position.Zero, new UserEvent("u", 1, 33), 0, windows));
        Assert.Equal(
            [new WindowRow("t", new WindowAggregate(30, 40, 2, 0.5, -0.5, 1, 31, 33)), new WindowRow(
                "e", new WindowAggregate(29, 38, 3, 3, -0.5, 2.5, 29, 33))],
            state.TakeWindowChanges(windows)!.Rows);
    }

    [Fact]
    public void State_of_version_1_gets_windows_for_later_events()
    {
        UserState state = UserStateCodec.Decode(
            """{"v":1,"user":"u","count":3,"total":1,"time":7,"fence":{"s":{"0":"7"}}}"""u8, "u");
        var windows = new WindowSet([WindowDefinition.Tumbling("t", 10)]);
        Assert.Equal(
            ApplyOutcome.Applied,
            state.Apply(SourcePartition.Of("s", 0), Position.FromOffset(8), new UserEvent("u", 1, 9), 0, windows));
        Assert.Equal(4, state.Count);
        Assert.Equal(1, Assert.Single(state.TakeWindowChanges(windows)!.Rows).Window.Count);
        Assert.StartsWith("""{"v":3,""", Encode(state), StringComparison.Ordinal);
    }

    [Fact]
    public void Windows_of_unknown_names_are_kept()
    {
        UserState state = UserStateCodec.Decode(Encoding.UTF8.GetBytes(Golden), "u");
        state.Apply(
            SourcePartition.Of("s", 0),
            Position.FromOffset(4),
            new UserEvent("u", 0, 1_000),
            900,
            new WindowSet([WindowDefinition.Tumbling("new", 100)]));
        string[] written = [.. WindowNames(Encode(state))];
        Assert.Equal(["t", "e", "new"], written);
        state.Apply(SourcePartition.Of("s", 0), Position.FromOffset(5), new UserEvent("u", 0, 1_000), 900, WindowSet.None);
        Assert.Equal(written, WindowNames(Encode(state)));
        Assert.Equal(4, state.OpenWindows);
    }

    [Fact]
    public void Changes_are_encoded_in_the_payload_on_request()
    {
        var user = new OneUser(WindowDefinition.Session("e", 5));
        user.Apply(6, 0.5, watermark: 0);
        user.Commit();
        user.Apply(5, 1, watermark: 0);
        user.Apply(1, 4, watermark: 6);
        WindowChanges changes = user.State.TakeWindowChanges(user.Windows)!;
        using var codec = new UserStateCodec();
        byte[] payload = codec.Encode(user.State, changes);
        using var document = JsonDocument.Parse(payload);
        Assert.Equal(GoldenChanges, document.RootElement.GetProperty("changes").GetRawText());
        Assert.Equal(Encode(user.State), Encode(UserStateCodec.Decode(payload, "u")));
    }

    [Fact]
    public void State_round_trips() => Always.Holds(WindowCases.OfSessionsInSeveralPartitions, @case =>
        Assert.All(WindowRun.Play(@case, new Coverage()).States, state =>
            Assert.Equal(Encoding.UTF8.GetString(state.Value), Encode(UserStateCodec.Decode(state.Value, state.Key)))));

    [Theory]
    [InlineData("""{"fence":{"t":[]},"open":[[0,10,1,1,1,1,1,1]],"new":[[1]]}""")]
    [InlineData("""{"new":null,"open":[[0,10,1,1,1,1,1,1]]}""")]
    public void Properties_of_a_later_build_are_skipped(string window) => Assert.Equal(1, Read(window).OpenWindows);

    [Theory]
    [InlineData("5")]
    [InlineData("null")]
    [InlineData("[]")]
    [InlineData("""{"open":5}""")]
    [InlineData("""{"open":[5]}""")]
    [InlineData("""{"open":[[]]}""")]
    [InlineData("""{"open":[[0,10,1,1,1,1,1]]}""")]
    [InlineData("""{"open":[[0,10,1,1,1,1,1,1,1]]}""")]
    [InlineData("""{"open":[[10,10,1,1,1,1,1,1]]}""")]
    [InlineData("""{"open":[[0,10,0,1,1,1,1,1]]}""")]
    [InlineData("""{"open":[[0,10,1,1e999,1,1,1,1]]}""")]
    [InlineData("""{"open":[[0,10,1,1,1e999,1,1,1]]}""")]
    [InlineData("""{"open":[[0,10,1,1,1,"1",1,1]]}""")]
    [InlineData("""{"open":[[0.5,10,1,1,1,1,1,1]]}""")]
    [InlineData("""{"open":[[0,10,1,1,1,1,1,1],[0,10,1,1,1,1,1,1]]}""")]
    [InlineData("""{"forgotten":"5"}""")]
    public void Damaged_windows_are_rejected(string window) => Assert.Throws<InvalidDataException>(() => Read(window));

    [Fact]
    public void Truncated_payload_is_rejected()
    {
        byte[] whole = Encoding.UTF8.GetBytes(Golden);
        Assert.All(
            Enumerable.Range(0, whole.Length),
            length => Assert.Throws<InvalidDataException>(() => UserStateCodec.Decode(whole.AsSpan(0, length))));
    }

    private static UserState Read(string window) =>
        UserStateCodec.Decode(Encoding.UTF8.GetBytes($$$"""{"v":2,"count":1,"windows":{"t":{{{window}}}}}"""));

    private static string Encode(UserState state)
    {
        using var codec = new UserStateCodec();
        return Encoding.UTF8.GetString(codec.Encode(state));
    }

    private static IEnumerable<string> WindowNames(string payload)
    {
        using var document = JsonDocument.Parse(payload);
        return [.. document.RootElement.GetProperty("windows").EnumerateObject().Select(window => window.Name)];
    }
}
