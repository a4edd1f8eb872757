using PathwayOrleans.Aggregation.Events;
using PathwayOrleans.Aggregation.Time;
using PathwayOrleans.Aggregation.Windows;
using PathwayOrleans.Grains.Users;
using PathwayOrleans.Sources;
using PathwayOrleans.Storage.Commit;

namespace PathwayOrleans.Grains.Partitions;

/// <summary>Takes a poll apart: each user's events in their order, and what is no event.</summary>
internal sealed class PollSplitter(WindowSettings windows)
{
    // Of each event its user, or none where it was refused, and the watermark before it.
    private readonly List<(UserRoute? Route, long Watermark)> _perRecord = [];

    /// <summary>The users of the last poll, in the order of their first event; each has its events in <see cref="UserRoute.Events"/>.</summary>
    internal List<UserRoute> Users { get; } = [];

    /// <summary>What of the last poll was no event.</summary>
    internal List<DeadLetter> Letters { get; private set; } = [];

    internal void Split(PartitionFlow flow, PartitionPoll poll, UserRoutes routes)
    {
        _perRecord.Clear();
        Users.Clear();
        Letters = [];
        ReadOnlySpan<SourceRecord> records = poll.Records;
        EventClock clock = poll.Before;
        foreach (ref readonly SourceRecord record in records)
        {
            if (record.Rejection != RejectionReason.None)
            {
                Letters.Add(new DeadLetter(flow.Identity, record.Position, record.Rejection.Code(), record.Raw));
                continue;
            }

            long watermark = clock.Watermark;
            if (!clock.Observe(record.Event.Time, windows.Clock) && windows.RefusesFuture)
            {
                Letters.Add(new DeadLetter(flow.Identity, record.Position, DeadLetter.Future, EventJson.Encode(record.Event)));
                _perRecord.Add(default);
                continue;
            }

            UserRoute route = routes.Get(record.Event.UserId);
            if (route.Count++ == 0)
            {
                Users.Add(route);
            }

            _perRecord.Add((route, watermark));
        }

        int place = 0;
        foreach (ref readonly SourceRecord record in records)
        {
            if (record.Rejection != RejectionReason.None)
            {
                continue;
            }

            (UserRoute? route, long watermark) = _perRecord[place++];
            if (route is not null)
            {
                route.Events ??= new PositionedEvent[route.Count];
                route.Events[^route.Count--] = new PositionedEvent(record.Position, record.Event.Value, record.Event.Time, watermark);
            }
        }
    }
}
