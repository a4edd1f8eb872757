using System.Runtime.InteropServices;
using PathwayOrleans.Aggregation;

namespace PathwayOrleans.Standalone;

/// <summary>
/// Counts the records of a partition that were not applied. Each record counts when it is read for the first time; a
/// record that is read again after a rewind does not count again.
/// </summary>
internal sealed class ReplayCounters
{
    private readonly Dictionary<string, long> _deadLetters = [];
    private Position _readBefore = Position.Zero;

    /// <summary>Events that were applied before this process read them.</summary>
    internal long Skipped { get; private set; }

    /// <summary>Records that count in no view.</summary>
    internal long NotCounted { get; private set; }

    /// <summary>
    /// The number of records that became dead letters instead of being applied, by the reason of
    /// <c>dead_letters.reason</c>.
    /// </summary>
    internal IReadOnlyDictionary<string, long> DeadLetters => _deadLetters;

    /// <summary>The fence skipped an event.</summary>
    internal void Skip(Position position) => Skipped += IsFirst(position) ? 1 : 0;

    /// <summary>A record counts in no view.</summary>
    internal void Ignore(Position position) => NotCounted += IsFirst(position) ? 1 : 0;

    /// <summary>A record became a dead letter.</summary>
    internal void Reject(Position position, string reason)
    {
        if (IsFirst(position))
        {
            CollectionsMarshal.GetValueRefOrAddDefault(_deadLetters, reason, out _)++;
        }
    }

    /// <summary>The partition is rewound; records below <paramref name="next"/> are read again.</summary>
    internal void Rewind(Position next)
    {
        if (next > _readBefore)
        {
            _readBefore = next;
        }
    }

    private bool IsFirst(Position position) => position >= _readBefore;
}
