using System.Collections.Concurrent;
using PathwayOrleans.Aggregation;

namespace PathwayOrleans.Grains.Users;

/// <summary>
/// Counts on this silo how often an event could not be applied. An error half-way may have left a copy of the state
/// half-changed, so each try is on a fresh one; after the last the event is a dead letter.
/// </summary>
internal sealed class FailedEvents
{
    internal const int MaxTries = 3;

    private readonly ConcurrentDictionary<(SourcePartition Partition, Position Position), int> _tries = new();

    /// <summary>Whether an event has had its tries.</summary>
    internal bool IsHopeless(SourcePartition partition, Position position) =>
        !_tries.IsEmpty && _tries.TryGetValue((partition, position), out int tries) && tries >= MaxTries;

    /// <summary>Counts a failed try.</summary>
    /// <returns>How many there have been.</returns>
    internal int Count(SourcePartition partition, Position position) =>
        _tries.AddOrUpdate((partition, position), 1, (_, tries) => tries + 1);

    /// <summary>Forgets an event that is a dead letter now, or was applied after all.</summary>
    internal void Forget(SourcePartition partition, Position position)
    {
        if (!_tries.IsEmpty)
        {
            _tries.TryRemove((partition, position), out _);
        }
    }
}
