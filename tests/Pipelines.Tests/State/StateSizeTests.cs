using System.Globalization;
using PathwayOrleans.Aggregation;
using PathwayOrleans.Aggregation.Events;
using PathwayOrleans.Aggregation.State;
using PathwayOrleans.Pipelines.State;
using PathwayOrleans.Pipelines.Tests.Windows;
using PathwayOrleans.Producer.Load.Windows;

namespace PathwayOrleans.Pipelines.Tests.State;

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
        var windows = new EventWindows(
            openWindows == 0 ? [] : [WindowDefinition.Sliding("hour", 1_000L * openWindows, 1_000)]);
        KeyState state = windows.StateOf(new string('u', idLength));
        Apply(windows, state, Log, long.MaxValue / 2, 1_700_000_000_000, 0);
        Assert.Equal(openWindows, state.OpenWindows);
        Assert.InRange(EventKeys.Encode(state).Length, state.Bytes / 4, state.Bytes * 2);
    }

    [Fact]
    public void The_size_rises_with_windows_changes_and_entries_and_falls_with_what_is_removed()
    {
        var windows = new EventWindows([WindowDefinition.Tumbling("t", 10)]);
        KeyState state = windows.StateOf("u");
        long empty = state.Bytes;
        for (int i = 0; i < 100; i++)
        {
            Apply(windows, state, Log, i, 10 * i, 0);
        }

        long open = state.Bytes;
        Assert.InRange(open - empty, 100 * 64, 100 * 400);
        Apply(windows, state, Log, 1_000, 5_000, 5_000);
        Assert.InRange(state.Bytes - open, 100 * 64, 100 * 1_000);
        state.TakeChanges();
        Assert.InRange(state.Bytes, empty, open + 500);
        for (int i = 0; i < 100; i++)
        {
            Apply(
                windows, state, SourcePartition.Of(string.Create(CultureInfo.InvariantCulture, $"file:sha256:size-{i}"), 0), 0,
                5_000, 5_000);
        }

        state.TakeChanges();
        long withFiles = state.Bytes;
        var finished = new FinishedInputs();
        finished.Add(state.TakeEndingInputs());
        state.Forget(finished);
        Assert.InRange(withFiles - state.Bytes, 100 * 48, 100 * 100);
    }

    private static void Apply(
        EventWindows windows, KeyState state, SourcePartition partition, long offset, long time, long watermark)
    {
        var counted = new UserEvent(state.Key.Text, 1234.5, time);
        Assert.Equal(
            EventOutcome.Applied,
            state.Apply(
                windows.RowOf(counted), partition, Position.FromOffset(offset), watermark, new OriginalRecord(counted), out _));
    }
}
