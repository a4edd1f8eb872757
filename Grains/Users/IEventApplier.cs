using PathwayOrleans.Aggregation;
using PathwayOrleans.Aggregation.Events;
using PathwayOrleans.Aggregation.State;

namespace PathwayOrleans.Grains.Users;

/// <summary>Applies one event to a user's state.</summary>
internal interface IEventApplier
{
    /// <summary>See <see cref="UserState.Apply"/>.</summary>
    bool Apply(UserState state, SourcePartition partition, Position position, in UserEvent userEvent);
}

/// <summary>Applies events as Aggregation does.</summary>
internal sealed class EventApplier : IEventApplier
{
    public bool Apply(UserState state, SourcePartition partition, Position position, in UserEvent userEvent) =>
        state.Apply(partition, position, userEvent);
}
