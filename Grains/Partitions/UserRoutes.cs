using PathwayOrleans.Aggregation;
using PathwayOrleans.Aggregation.Identity;
using PathwayOrleans.Grains.Users;

namespace PathwayOrleans.Grains.Partitions;

/// <summary>
/// The ways to the users of a partition, in one reading of it. Bounded: where there are many, those that are not in
/// use are forgotten.
/// </summary>
internal sealed class UserRoutes(IGrainFactory grains, SourcePartition partition, SiloAddress reader, UserBudget budget)
{
    private const int Many = 50_000;

    private readonly Dictionary<string, UserRoute> _routes = new(StringComparer.Ordinal);
    private int _trimAt = Many;

    internal UserRoute Get(string userId)
    {
        if (!_routes.TryGetValue(userId, out UserRoute? route))
        {
            route = new UserRoute(grains.GetGrain<IUserEventSink>(UserGrainKey.FromUserId(userId)), partition, reader, budget);
            _routes.Add(userId, route);
        }

        return route;
    }

    /// <summary>Makes room, if there are many.</summary>
    internal void Trim()
    {
        if (_routes.Count < _trimAt)
        {
            return;
        }

        foreach ((string userId, UserRoute route) in _routes)
        {
            if (route.IsIdle)
            {
                _routes.Remove(userId);
            }
        }

        _trimAt = Math.Max(Many, 2 * _routes.Count);
    }
}
