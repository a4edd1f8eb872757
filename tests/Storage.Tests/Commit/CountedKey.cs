using PathwayOrleans.Aggregation;
using PathwayOrleans.Aggregation.Events;
using PathwayOrleans.Aggregation.State;
using PathwayOrleans.Pipelines.Compilation;
using PathwayOrleans.Pipelines.Reading;
using PathwayOrleans.Pipelines.State;
using PathwayOrleans.Storage.Commit;

namespace PathwayOrleans.Storage.Tests.Commit;

/// <summary>Applies events to a state over the built-in source, and takes its writes, as an engine does.</summary>
internal static class CountedKey
{
    /// <summary>Applies an event, which must not have been applied before.</summary>
    internal static void Apply(
        KeyState state, SourcePartition partition, long offset, double value, long time, long watermark = WatermarkTracker.None)
    {
        var row = new Row(state.Pipeline.SlotCount);
        var counted = new UserEvent(state.Key.Text, value, time);
        Assert.True(new EventColumns(state.Pipeline).TryFill(row, counted, out _));
        Assert.Equal(
            EventOutcome.Applied,
            state.Apply(
                row, partition, Position.FromOffset(offset), watermark, new OriginalRecord(counted), out RecordRejection _));
    }

    /// <summary>Takes the write of a state.</summary>
    internal static UserWrite Take(KeyState state, int version, FinishedInputs finished)
    {
        ViewChanges? changes = state.TakeChanges();
        state.Forget(finished);
        IReadOnlyList<long> inputs = state.TakeEndingInputs();
        using var codec = new KeyStateCodec();
        return new UserWrite(state.Key.Text, version, codec.Encode(state), inputs) { Changes = changes };
    }
}
