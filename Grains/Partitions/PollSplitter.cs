using PathwayOrleans.Aggregation.Events;
using PathwayOrleans.Grains.Users;
using PathwayOrleans.Sources;
using PathwayOrleans.Storage.Commit;

namespace PathwayOrleans.Grains.Partitions;

/// <summary>Takes a poll apart: each user's events in their order, and what is no event.</summary>
internal sealed class PollSplitter
{
    private readonly List<UserRoute> _perRecord = [];

    /// <summary>The users of the last poll, in the order of their first event; each has its events in <see cref="UserRoute.Events"/>.</summary>
    internal List<UserRoute> Users { get; } = [];

    /// <summary>What of the last poll was no event.</summary>
    internal List<DeadLetter> Letters { get; private set; } = [];

    internal void Split(PartitionFlow flow, ReadOnlySpan<SourceRecord> records, UserRoutes routes)
    {
        _perRecord.Clear();
        Users.Clear();
        Letters = [];
        foreach (ref readonly SourceRecord record in records)
        {
            if (record.Rejection != RejectionReason.None)
            {
                Letters.Add(new DeadLetter(flow.Identity, record.Position, record.Rejection.Code(), record.Raw));
                continue;
            }

            UserRoute route = routes.Get(record.Event.UserId);
            if (route.Count++ == 0)
            {
                Users.Add(route);
            }

            _perRecord.Add(route);
        }

        int place = 0;
        foreach (ref readonly SourceRecord record in records)
        {
            if (record.Rejection == RejectionReason.None)
            {
                UserRoute route = _perRecord[place++];
                route.Events ??= new PositionedEvent[route.Count];
                route.Events[^route.Count--] = new PositionedEvent(record.Position, record.Event.Value, record.Event.Time);
            }
        }
    }
}
