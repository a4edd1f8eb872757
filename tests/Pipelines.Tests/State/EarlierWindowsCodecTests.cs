using System.Globalization;
using System.Text;
using PathwayOrleans.Aggregation;
using PathwayOrleans.Aggregation.Events;
using PathwayOrleans.Pipelines.Binding;
using PathwayOrleans.Pipelines.Compilation;
using PathwayOrleans.Pipelines.State;
using PathwayOrleans.Pipelines.Tests.Windows;
using PathwayOrleans.Producer.Load;
using PathwayOrleans.Producer.Load.Windows;
using WindowDefinition = PathwayOrleans.Producer.Load.Windows.WindowDefinition;

namespace PathwayOrleans.Pipelines.Tests.State;

/// <summary>Windows in states that releases before the pipelines have written.</summary>
public sealed class EarlierWindowsCodecTests
{
    // Payloads of released versions; these texts must never change.
    internal const string Version2 =
        """{"v":2,"user":"u","count":4,"total":3.25,"time":31,"fence":{"s":{"0":"3"}},"windows":{"t":{"forgotten":10,"open":[[20,30,1,2.5,2.5,2.5,29,29],[30,40,1,-0.5,-0.5,-0.5,31,31]]},"e":{"forgotten":13,"open":[[29,36,2,2,-0.5,2.5,29,31]]}}}""";

    private const string Version3 =
        """{"v":3,"user":"u","count":4,"total":3.25,"time":31,"fence":{"304680751394550461":{"0":"3"}},"windows":{"t":{"forgotten":10,"open":[[20,30,1,2.5,2.5,2.5,29,29],[30,40,1,-0.5,-0.5,-0.5,31,31]]},"e":{"forgotten":13,"open":[[29,36,2,2,-0.5,2.5,29,31]]}}}""";

    private static readonly SourcePartition Partition = SourcePartition.Of("s", 0);
    private static readonly SourcePartition Other = SourcePartition.Of("s", 1);

    private readonly EventWindows _windows =
        new([WindowDefinition.Tumbling("t", 10), WindowDefinition.Session("e", 5)]);

    [Theory]
    [InlineData(Version2)]
    [InlineData(Version3)]
    public void Every_version_can_be_read(string payload)
    {
        KeyState state = _windows.Decode(Encoding.UTF8.GetBytes(payload), "u");
        Assert.Equal(new UserExpectation("u", 4, 3.25, 31), _windows.TotalsOf(state));
        Assert.Equal(3, state.OpenWindows);
        Assert.Equal(Position.FromOffset(3), state.LastApplied(Partition));
        Assert.Null(state.TakeChanges());

        // Its windows ended before the last evicted one.
        Assert.Equal(EventOutcome.NeedsReload, Apply(state, Other, 0, 9));
        Assert.Equal(EventOutcome.Applied, Apply(state, Other, 0, 33));
        Assert.Equal(
            [
                new ExpectedWindow("u", "t", 30, 40, 2, 0.5, -0.5, 1, 31, 33),
                new ExpectedWindow("u", "e", 29, 38, 3, 3, -0.5, 2.5, 29, 33),
            ],
            WindowsOf(state.TakeChanges()!));
    }

    [Fact]
    public void Evicted_windows_are_those_that_were_evicted_before()
    {
        KeyState state = _windows.Decode(Encoding.UTF8.GetBytes(Version3), "u");
        Assert.Equal(
            [("t", 10_000L), ("e", 13_000L)],
            _windows.Pipeline.Views[1..].Select(view => (view.Name, state.FindWindows(view)!.EvictedEnd)));
        Assert.Equal(
            ["t", "e"],
            state.ReloadsFor(_windows.RowOf(new UserEvent("u", 1, 9)), 0).Select(reload => reload.View.Name));
        Assert.Equal(
            ["e"],
            state.ReloadsFor(_windows.RowOf(new UserEvent("u", 1, 12)), 0).Select(reload => reload.View.Name));
    }

    [Fact]
    public void A_state_of_version_1_gets_windows_for_later_events()
    {
        KeyState state = _windows.Decode(
            """{"v":1,"user":"u","count":3,"total":1,"time":7,"fence":{"s":{"0":"7"}}}"""u8.ToArray(), "u");
        Assert.Equal(EventOutcome.Skipped, Apply(state, Partition, 7, 9));
        Assert.Equal(EventOutcome.Applied, Apply(state, Partition, 8, 9));
        Assert.Equal(4, _windows.TotalsOf(state).Count);
        Assert.Equal(
            [
                new ExpectedWindow("u", "t", 0, 10, 1, 1, 1, 1, 9, 9), new ExpectedWindow("u", "e", 9, 14, 1, 1, 1, 1, 9, 9),
            ],
            WindowsOf(state.TakeChanges()!));
    }

    // A view that is no part of the pipeline is never written again.
    [Fact]
    public void Windows_without_a_view_are_dropped()
    {
        var windows = new EventWindows([WindowDefinition.Session("e", 5)]);
        KeyState state = windows.Decode(Encoding.UTF8.GetBytes(Version3), "u");
        Assert.Equal(1, state.OpenWindows);
        Assert.Empty(state.ForeignViews);
        Assert.Equal(4, windows.TotalsOf(state).Count);
    }

    [Fact]
    public void A_view_with_other_aggregates_cannot_continue_what_was_counted()
    {
        string sql = BuiltInPipeline.Sql.Replace("sum(value)", "avg(value)", StringComparison.Ordinal);
        CompiledPipeline pipeline = CompiledPipeline.Compile(
            PipelineBinder.Bind(sql), [new StoredViewName(1, StoredViewName.Totals)]);
        string? damage = KeyStateCodec.DecodeStored(
            Encoding.UTF8.GetBytes(Version3), pipeline, new PipelineKey("u", ["u"])).Damage;
        Assert.Contains("View 'events' has avg(value)", damage, StringComparison.Ordinal);
    }

    [Fact]
    public void Windows_may_have_any_order_and_several_places()
    {
        KeyState state = Read(
            """{"open":[[30,40,1,1,1,1,31,31],[10,20,1,2,2,2,11,11]]},"t":{"forgotten":7,"open":[[20,30,1,3,3,3,21,21]]}""");
        Assert.Equal(3, state.OpenWindows);
        Assert.Equal(7_000, state.FindWindows(_windows.Pipeline.Views[1])!.EvictedEnd);
        Assert.Equal(EventOutcome.Applied, Apply(state, Partition, 1, 25));
        Assert.Equal(
            new ExpectedWindow("u", "t", 20, 30, 2, 4, 1, 3, 21, 25), WindowsOf(state.TakeChanges()!).First());
    }

    [Theory]
    [InlineData("""{"fence":{"t":[]},"open":[[0,10,1,1,1,1,1,1]],"new":[[1]]}""")]
    [InlineData("""{"new":null,"open":[[0,10,1,1,1,1,1,1]]}""")]
    public void Unknown_properties_are_skipped(string window) => Assert.Equal(1, Read(window).OpenWindows);

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
    [InlineData("""{"open":[[0,10,1,1,1,1,1,1],[0,20,1,1,1,1,1,1]]}""")]
    [InlineData("""{"forgotten":"5"}""")]
    public void Damaged_windows_are_rejected(string window) => Assert.Throws<InvalidDataException>(() => Read(window));

    [Fact]
    public void A_state_with_too_many_names_is_damaged()
    {
        Assert.Contains("1000", DamageOf(1_001), StringComparison.Ordinal);
        Assert.Null(DamageOf(1_000));

        string? DamageOf(int count)
        {
            string names = string.Join(',', Enumerable.Range(0, count).Select(name => string.Create(
                CultureInfo.InvariantCulture, $"\"n{name}\":{{}}")));
            byte[] payload = Encoding.UTF8.GetBytes($"{{\"v\":3,\"windows\":{{{names}}}}}");
            return KeyStateCodec.DecodeStored(payload, _windows.Pipeline, new PipelineKey("u", ["u"])).Damage;
        }
    }

    [Theory]
    [InlineData(Version2)]
    [InlineData(Version3)]
    public void Truncated_payload_is_rejected(string payload)
    {
        byte[] whole = Encoding.UTF8.GetBytes(payload);
        Assert.All(
            Enumerable.Range(0, whole.Length),
            length => Assert.Throws<InvalidDataException>(() => EarlierStateCodec.Decode(whole.AsSpan(0, length), "u")));
    }

    private static ExpectedWindow[] WindowsOf(ViewChanges changes) =>
        [.. changes.Rows.Where(row => row.View.Windows is not null).Select(row => EventWindows.WindowOf(row))];

    private EventOutcome Apply(KeyState state, SourcePartition partition, long offset, long time)
    {
        var counted = new UserEvent("u", 1, time);
        return state.Apply(
            _windows.RowOf(counted), partition, Position.FromOffset(offset), 0, new OriginalRecord(counted), out _);
    }

    private KeyState Read(string window) =>
        _windows.Decode(Encoding.UTF8.GetBytes($$$"""{"v":2,"count":1,"windows":{"t":{{{window}}}}}"""), "u");
}
