using System.Globalization;
using PathwayOrleans.Aggregation.Events;
using PathwayOrleans.Aggregation.State;
using PathwayOrleans.Aggregation.Windows;

namespace PathwayOrleans.Aggregation.Tests;

/// <summary>The bounds of memory rest on the approximate size of a state.</summary>
public sealed class StateSizeTests
{
    private static readonly SourcePartition Log = SourcePartition.Of("kafka/c/events/t", 3);

    [Theory]
    [InlineData(1, 0)]
    [InlineData(512, 0)]
    [InlineData(10, 100)]
    [InlineData(10, 1_000)]
    public void The_encoded_state_is_at_most_about_twice_its_size(int idLength, int openWindows)
    {
        var windows = openWindows == 0
            ? WindowSet.None
            : new WindowSet([WindowDefinition.Sliding("hour", 1_000L * openWindows, 1_000)], maxOpenPerUser: 2_000);
        var state = new UserState(new string('u', idLength));
        state.Apply(Log, Position.FromOffset(long.MaxValue / 2), new UserEvent("u", 1234.5, 1_700_000_000_000), 0, windows);
        using var codec = new UserStateCodec();
        int encoded = codec.Encode(state).Length;
        Assert.InRange(encoded, state.Bytes / 4, state.Bytes * 2);
        if (openWindows > 0)
        {
            Assert.Equal(openWindows, state.OpenWindows);
        }
    }

    [Fact]
    public void The_size_rises_with_windows_changes_and_entries_and_falls_with_what_is_removed()
    {
        var windows = new WindowSet([WindowDefinition.Tumbling("t", 10)]);
        var state = new UserState("u");
        long empty = state.Bytes;
        for (int i = 0; i < 100; i++)
        {
            state.Apply(Log, Position.FromOffset(i), new UserEvent("u", 1, 10 * i), 0, windows);
        }

        long open = state.Bytes;
        Assert.InRange(open - empty, 100 * 64, 100 * 200);
        state.Apply(Log, Position.FromOffset(1_000), new UserEvent("u", 1, 5_000), 5_000, windows);
        Assert.InRange(state.Bytes - open, 100 * 64, 100 * 200);
        state.TakeWindowChanges(windows);
        Assert.InRange(state.Bytes, empty, open + 500);
        foreach (string file in Enumerable.Range(0, 100).Select(i => i.ToString(CultureInfo.InvariantCulture)))
        {
            state.Apply(SourcePartition.Of("file:sha256:size-" + file, 0), Position.Zero, new UserEvent("u", 1, 1));
        }

        long withFiles = state.Bytes;
        Assert.InRange(withFiles - open, 0, 100 * 100);
        var finished = new FinishedInputs();
        finished.Add(state.TakeEndingInputs());
        state.Forget(finished);
        Assert.InRange(withFiles - state.Bytes, 100 * 48, 100 * 100);
    }
}
