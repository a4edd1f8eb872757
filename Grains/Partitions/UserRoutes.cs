using PathwayOrleans.Aggregation;
using PathwayOrleans.Aggregation.Identity;
using PathwayOrleans.Grains.Users;

namespace PathwayOrleans.Grains.Partitions;

/// <summary>
/// Who the users of a partition are and what each was sent last. Bounded: users whose events are all durable are
/// forgotten where there are many.
/// </summary>
internal sealed class UserRoutes(IGrainFactory grains)
{
    private const int Many = 50_000;

    private readonly Dictionary<string, UserRoute> _routes = new(StringComparer.Ordinal);
    private int _trimAt = Many;

    internal UserRoute Get(string userId)
    {
        if (!_routes.TryGetValue(userId, out UserRoute? route))
        {
            route = new UserRoute(grains.GetGrain<IUserEventSink>(UserGrainKey.FromUserId(userId)));
            _routes.Add(userId, route);
        }

        return route;
    }

    /// <summary>A new reading: nothing was sent in it yet.</summary>
    internal void Forget()
    {
        foreach (UserRoute route in _routes.Values)
        {
            route.LastPoll = UserRoute.Nothing;
        }
    }

    /// <summary>Forgets users if there are many and theirs is settled.</summary>
    internal void Trim(PollLedger ledger)
    {
        if (_routes.Count < _trimAt)
        {
            return;
        }

        foreach ((string userId, UserRoute route) in _routes)
        {
            if (route.IsSettled(ledger))
            {
                _routes.Remove(userId);
            }
        }

        _trimAt = Math.Max(Many, 2 * _routes.Count);
    }
}

/// <summary>The way to one user.</summary>
internal sealed class UserRoute(IUserEventSink sink)
{
    internal const long Nothing = -1;

    internal IUserEventSink Sink => sink;

    /// <summary>The poll of the last events sent.</summary>
    internal long LastPoll { get; set; } = Nothing;

    /// <summary>The position of the last event sent.</summary>
    internal Position LastPosition { get; set; }

    /// <summary>Events of the poll that is being taken apart.</summary>
    internal int Count { get; set; }

    /// <summary>The same, as they are put together.</summary>
    internal PositionedEvent[]? Events { get; set; }

    internal bool IsSettled(PollLedger ledger) => LastPoll == Nothing || ledger.IsSettled(LastPoll);
}
