using PathwayOrleans.Grains.Users;

namespace PathwayOrleans.Grains.Partitions;

/// <summary>Splits a batch by user and keeps the order of each user's events.</summary>
internal sealed class BatchSplitter
{
    private readonly List<UserDispatcher> _perEvent = [];

    /// <summary>
    /// The users of the last batch, in the order of their first event. Each has its events in
    /// <see cref="UserDispatcher.Events"/>.
    /// </summary>
    internal List<UserDispatcher> Users { get; } = [];

    internal void Split(PartitionBatch batch, UserDispatchers dispatchers)
    {
        _perEvent.Clear();
        Users.Clear();

        // The first pass counts each user's events, so that the second one fills arrays of the right length.
        foreach (ref readonly PartitionEvent item in batch.Events)
        {
            UserDispatcher dispatcher = dispatchers.Get(item.UserId);
            if (dispatcher.Count++ == 0)
            {
                Users.Add(dispatcher);
            }

            _perEvent.Add(dispatcher);
        }

        int index = 0;
        foreach (ref readonly PartitionEvent item in batch.Events)
        {
            UserDispatcher dispatcher = _perEvent[index++];
            dispatcher.Events ??= new PositionedEvent[dispatcher.Count];
            dispatcher.Events[^dispatcher.Count--] = new PositionedEvent(
                item.Position, item.Value, item.Time, item.Watermark, item.Content);
        }
    }
}
