using PathwayOrleans.Aggregation;
using PathwayOrleans.Aggregation.Events;
using PathwayOrleans.Pipelines.State;
using PathwayOrleans.Pipelines.Tests.Windows;
using PathwayOrleans.Producer.Load;

namespace PathwayOrleans.Pipelines.Tests.State;

/// <summary>States over the built-in pipeline, without windows.</summary>
internal static class EventKeys
{
    internal const string User = "u";

    internal static EventWindows Pipeline { get; } = new([]);

    internal static KeyState Create() => Pipeline.StateOf(User);

    internal static UserExpectation TotalsOf(KeyState state) => Pipeline.TotalsOf(state);

    /// <summary>Applies an event; false if it is skipped.</summary>
    internal static bool Apply(KeyState state, SourcePartition partition, Position position, double value = 1, long time = 1)
    {
        var counted = new UserEvent(state.Key.Text, value, time);
        EventOutcome outcome = state.Apply(
            Pipeline.RowOf(counted), partition, position, WatermarkTracker.None, new OriginalRecord(counted), out _);
        Assert.True(outcome is EventOutcome.Applied or EventOutcome.Skipped, outcome.ToString());
        return outcome == EventOutcome.Applied;
    }

    internal static byte[] Encode(KeyState state)
    {
        using var codec = new KeyStateCodec();
        return codec.Encode(state);
    }

    internal static KeyState Decode(byte[] payload, string userId = User) => Pipeline.Decode(payload, userId);
}
