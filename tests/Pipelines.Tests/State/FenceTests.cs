using System.Text;
using System.Text.Json;
using PathwayOrleans.Aggregation;
using PathwayOrleans.Aggregation.State;
using PathwayOrleans.Pipelines.State;

namespace PathwayOrleans.Pipelines.Tests.State;

public sealed class FenceTests
{
    private static readonly SourcePartition Log = SourcePartition.Of("kafka/c/events/t", 3);

    [Fact]
    public void Entries_of_finished_inputs_are_removed_and_the_others_stay()
    {
        KeyState state = OfFiles(10);
        EventKeys.Apply(state, Log, Position.FromOffset(7));
        state.TakeEndingInputs();
        var finished = new FinishedInputs();
        finished.Add([File(3).SourceNumber, File(9).SourceNumber, Log.SourceNumber]);
        state.Forget(finished);
        KeyState stored = RoundTrip(state);
        Assert.Equal(
            [0, 1, 2, 4, 5, 6, 7, 8], Enumerable.Range(0, 10).Where(number => stored.HasSeen(File(number))));
        Assert.Equal(Position.FromOffset(7), stored.LastApplied(Log));
        Assert.Equal(11, EventKeys.TotalsOf(stored).Count);
        Assert.False(EventKeys.Apply(stored, File(0), Position.Zero));
    }

    [Fact]
    public void Inputs_with_an_end_are_named_with_the_write_that_has_their_events()
    {
        KeyState state = OfFiles(2);
        EventKeys.Apply(state, Log, Position.Zero);
        IReadOnlyList<long> inputs = state.TakeEndingInputs();
        Assert.Equal([File(0).SourceNumber, File(1).SourceNumber], inputs);
        Assert.Empty(state.TakeEndingInputs());

        // The write failed, and another process has finished the inputs in the meantime.
        state.RestoreEndingInputs(inputs);
        var finished = new FinishedInputs();
        finished.Add(inputs);
        state.Forget(finished);
        Assert.True(state.HasSeen(File(0)));
        Assert.Equal(inputs, state.TakeEndingInputs());

        Assert.True(state.Skip(File(0), Position.FromOffset(5)));
        Assert.False(state.Skip(File(0), Position.FromOffset(5)));
        Assert.Equal([File(0).SourceNumber], state.TakeEndingInputs());
        using var codec = new KeyStateCodec();
        using var payload = JsonDocument.Parse(codec.Encode(state, endingInputs: inputs));
        Assert.Equal(inputs, payload.RootElement.GetProperty("applied").EnumerateArray().Select(number => number.GetInt64()));
    }

    [Fact]
    public void A_state_with_many_entries_round_trips()
    {
        KeyState state = OfFiles(10_000);
        KeyState stored = RoundTrip(state);
        Assert.All(Enumerable.Range(0, 10_000), number => Assert.Equal(Position.Zero, stored.LastApplied(File(number))));
        Assert.Equal(EventKeys.Encode(state), EventKeys.Encode(stored));
    }

    [Fact]
    public void Of_several_entries_for_one_partition_the_highest_counts()
    {
        KeyState state = Decode("""{"v":4,"key":"u","fence":{"7":{"0":"5","0":"9"},"8":{"0":"1"},"7":{"0":"3"}}}""");
        Assert.Contains(
            ""","fence":{"7":{"0":"9"},"8":{"0":"1"}},""",
            Encoding.UTF8.GetString(EventKeys.Encode(state)),
            StringComparison.Ordinal);
    }

    [Theory]
    [InlineData(1)]
    [InlineData(3)]
    [InlineData(4)]
    public void A_row_with_more_entries_than_the_maximum_is_damaged(int version)
    {
        string entries = string.Join(',', Enumerable.Range(1, 100_001).Select(number => $"\"{number}\":{{\"0\":\"1\"}}"));
        var damage = Assert.Throws<InvalidDataException>(() => Decode($"{{\"v\":{version},\"fence\":{{{entries}}}}}"));
        Assert.Contains("100000", damage.Message, StringComparison.Ordinal);
    }

    [Fact]
    public void A_state_does_not_grow_beyond_what_can_be_read()
    {
        string entries = string.Join(',', Enumerable.Range(1, 100_000).Select(number => $"\"{number}\":{{\"0\":\"1\"}}"));
        KeyState state = Decode($"{{\"v\":3,\"count\":1,\"total\":1,\"time\":1,\"fence\":{{{entries}}}}}");
        Assert.Throws<InvalidOperationException>(() => EventKeys.Apply(state, Log, Position.Zero));
        Assert.Equal(1, EventKeys.TotalsOf(state).Count);
        RoundTrip(state);
    }

    private static SourcePartition File(int number) => SourcePartition.Of($"file:sha256:test-{number}", 0);

    private static KeyState OfFiles(int files)
    {
        KeyState state = EventKeys.Create();
        for (int number = 0; number < files; number++)
        {
            Assert.True(EventKeys.Apply(state, File(number), Position.Zero));
        }

        return state;
    }

    private static KeyState Decode(string payload) => EventKeys.Decode(Encoding.UTF8.GetBytes(payload));

    private static KeyState RoundTrip(KeyState state) => EventKeys.Decode(EventKeys.Encode(state));
}
