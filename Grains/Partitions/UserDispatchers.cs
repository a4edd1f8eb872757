using PathwayOrleans.Aggregation;
using PathwayOrleans.Grains.Users;
using PathwayOrleans.Storage.GrainRows;

namespace PathwayOrleans.Grains.Partitions;

/// <summary>
/// The dispatchers of a partition's users in one reading of the partition. If there are too many, idle ones are removed.
/// </summary>
internal sealed class UserDispatchers(
    IGrainFactory grains, SourcePartition partition, SiloAddress reader, PendingUserLimiter limiter)
{
    private const int FirstTrim = 50_000;

    private readonly Dictionary<string, UserDispatcher> _dispatchers = new(StringComparer.Ordinal);
    private int _trimAt = FirstTrim;

    internal UserDispatcher Get(string userId)
    {
        if (!_dispatchers.TryGetValue(userId, out UserDispatcher? dispatcher))
        {
            IUserEventSink user = grains.GetGrain<IUserEventSink>(UserGrainKey.FromUserId(userId));
            dispatcher = new UserDispatcher(user, partition, reader, limiter);
            _dispatchers.Add(userId, dispatcher);
        }

        return dispatcher;
    }

    /// <summary>Removes idle dispatchers if there are too many.</summary>
    internal void Trim()
    {
        if (_dispatchers.Count < _trimAt)
        {
            return;
        }

        foreach ((string userId, UserDispatcher dispatcher) in _dispatchers)
        {
            if (dispatcher.IsIdle)
            {
                _dispatchers.Remove(userId);
            }
        }

        _trimAt = Math.Max(FirstTrim, 2 * _dispatchers.Count);
    }
}
