using System.Text;
using System.Text.Json;
using PathwayOrleans.Aggregation.Events;
using PathwayOrleans.Aggregation.State;

namespace PathwayOrleans.Aggregation.Tests;

public sealed class FenceTests
{
    private static readonly SourcePartition Log = SourcePartition.Of("kafka/c/events/t", 3);

    [Theory]
    [InlineData("kafka/c/events/ä\"", 5604077283140010916)]
    [InlineData("s2", 3256815317625123626)]
    [InlineData("file:sha256:ab", -7143722481195166120)]
    public void The_number_of_a_source_follows_from_its_name_and_never_changes(string name, long number)
    {
        Assert.Equal(number, SourceNumber.Of(name));
        Assert.Equal(number, SourcePartition.Of(name, 1).SourceNumber);
        Assert.Equal(number < 0, SourceNumber.HasEnd(number));
    }

    [Fact]
    public void Entries_of_finished_inputs_are_removed_and_the_others_stay()
    {
        UserState state = OfFiles(10);
        state.Apply(Log, Position.FromOffset(7), new UserEvent("u", 1, 1));
        state.TakeEndingInputs();
        var finished = new FinishedInputs();
        finished.Add([File(3).SourceNumber, File(9).SourceNumber, Log.SourceNumber]);
        state.Forget(finished);
        UserState stored = RoundTrip(state);
        Assert.Equal(
            [0, 1, 2, 4, 5, 6, 7, 8], Enumerable.Range(0, 10).Where(number => stored.HasSeen(File(number))));
        Assert.Equal(Position.FromOffset(7), stored.LastApplied(Log));
        Assert.Equal(11, stored.Count);
        Assert.False(stored.Apply(File(0), Position.Zero, new UserEvent("u", 1, 1)));
    }

    [Fact]
    public void Inputs_with_an_end_are_named_with_the_write_that_has_their_events()
    {
        UserState state = OfFiles(2);
        state.Apply(Log, Position.Zero, new UserEvent("u", 1, 1));
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
        using var codec = new UserStateCodec();
        using var payload = JsonDocument.Parse(codec.Encode(state, changes: null, inputs));
        Assert.Equal(inputs, payload.RootElement.GetProperty("applied").EnumerateArray().Select(number => number.GetInt64()));
    }

    [Fact]
    public void A_state_with_many_entries_round_trips()
    {
        UserState state = OfFiles(10_000);
        UserState stored = RoundTrip(state);
        Assert.All(Enumerable.Range(0, 10_000), number => Assert.Equal(Position.Zero, stored.LastApplied(File(number))));
        using var codec = new UserStateCodec();
        Assert.Equal(codec.Encode(state), codec.Encode(stored));
    }

    [Fact]
    public void A_state_of_version_1_with_many_names_can_be_read()
    {
        string fence = string.Join(
            ',', Enumerable.Range(0, 10_000).Select(number => $"\"{File(number).Source}\":{{\"0\":\"{number}\"}}"));
        UserState state = UserStateCodec.Decode(
            Encoding.UTF8.GetBytes($"{{\"v\":1,\"user\":\"u\",\"count\":3,\"total\":1,\"time\":4,\"fence\":{{{fence}}}}}"));
        Assert.All(
            Enumerable.Range(0, 10_000),
            number => Assert.Equal(Position.FromOffset(number), state.LastApplied(File(number))));
    }

    [Fact]
    public void Of_several_entries_for_one_partition_the_highest_counts()
    {
        UserState state = UserStateCodec.Decode(
            """{"v":3,"count":1,"total":1,"time":4,"fence":{"7":{"0":"5","0":"9"},"8":{"0":"1"},"7":{"0":"3"}}}"""u8, "u");
        using var codec = new UserStateCodec();
        Assert.EndsWith(
            ""","fence":{"7":{"0":"9"},"8":{"0":"1"}}}""", Encoding.UTF8.GetString(codec.Encode(state)), StringComparison.Ordinal);
    }

    [Theory]
    [InlineData(1)]
    [InlineData(3)]
    public void A_row_with_more_entries_than_the_maximum_is_damaged(int version)
    {
        string entries = string.Join(',', Enumerable.Range(1, 100_001).Select(number => $"\"{number}\":{{\"0\":\"1\"}}"));
        var damage = Assert.Throws<InvalidDataException>(() => UserStateCodec.Decode(
            Encoding.UTF8.GetBytes($"{{\"v\":{version},\"fence\":{{{entries}}}}}")));
        Assert.Contains("100000", damage.Message, StringComparison.Ordinal);
    }

    [Fact]
    public void A_state_does_not_grow_beyond_what_can_be_read()
    {
        string entries = string.Join(
            ',', Enumerable.Range(1, 100_000).Select(number => $"\"{number}\":{{\"0\":\"1\"}}"));
        UserState state = UserStateCodec.Decode(
            Encoding.UTF8.GetBytes($"{{\"v\":3,\"count\":1,\"total\":1,\"time\":1,\"fence\":{{{entries}}}}}"), "u");
        Assert.Throws<InvalidOperationException>(() => state.Apply(Log, Position.Zero, new UserEvent("u", 1, 1)));
        Assert.Equal(1, state.Count);
        RoundTrip(state);
    }

    [Fact]
    public void Reading_a_row_makes_the_process_remember_nothing()
    {
        int before = SourcePartition.Count;
        UserStateCodec.Decode("""{"v":1,"fence":{"never-read-1":{"0":"1"},"never-read-2":{"7":"1"}}}"""u8);
        UserStateCodec.Decode("""{"v":3,"fence":{"123456":{"0":"1"}}}"""u8);
        Assert.Equal(before, SourcePartition.Count);
        string names = string.Join(',', Enumerable.Range(0, 1_001).Select(name => $"\"n{name}\":{{}}"));
        Assert.Throws<InvalidDataException>(
            () => UserStateCodec.Decode(Encoding.UTF8.GetBytes($"{{\"v\":3,\"windows\":{{{names}}}}}")));
    }

    private static SourcePartition File(int number) => SourcePartition.Of($"file:sha256:test-{number}", 0);

    private static UserState OfFiles(int files)
    {
        var state = new UserState("u");
        for (int number = 0; number < files; number++)
        {
            Assert.True(state.Apply(File(number), Position.Zero, new UserEvent("u", 1, 1)));
        }

        return state;
    }

    private static UserState RoundTrip(UserState state)
    {
        using var codec = new UserStateCodec();
        return UserStateCodec.Decode(codec.Encode(state), "u");
    }
}
