using PathwayOrleans.Aggregation;
using PathwayOrleans.Aggregation.Events;
using PathwayOrleans.Aggregation.State;
using PathwayOrleans.Aggregation.Windows;

namespace PathwayOrleans.Engine;

/// <summary>Applies one event to a user's state.</summary>
internal interface IEventApplier
{
    /// <summary>See <see cref="UserState.Apply(SourcePartition, Position, in UserEvent, long, WindowSet)"/>.</summary>
    ApplyOutcome Apply(
        UserState state, SourcePartition partition, Position position, in UserEvent userEvent, long watermark, WindowSet windows);
}

/// <summary>Applies events as Aggregation does.</summary>
internal sealed class EventApplier : IEventApplier
{
    public ApplyOutcome Apply(
        UserState state,
        SourcePartition partition,
        Position position,
        in UserEvent userEvent,
        long watermark,
        WindowSet windows) =>
        state.Apply(partition, position, userEvent, watermark, windows);
}
