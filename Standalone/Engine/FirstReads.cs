using PathwayOrleans.Aggregation;

namespace PathwayOrleans.Standalone.Engine;

/// <summary>
/// Counts what became of a partition's records other than being applied, each record when it is read for the first
/// time: what comes again after a rewind says nothing new.
/// </summary>
internal sealed class FirstReads
{
    private Position _readBefore = Position.Zero;

    /// <summary>Events that had been counted before this process read them.</summary>
    internal long Skipped { get; private set; }

    /// <summary>Records that became dead letters and were not counted.</summary>
    internal long DeadLetters { get; private set; }

    /// <summary>The fence held back an event.</summary>
    internal void Skip(Position position) => Skipped += IsFirst(position);

    /// <summary>A record cannot be counted.</summary>
    internal void Refuse(Position position) => DeadLetters += IsFirst(position);

    /// <summary>What comes below this position comes again.</summary>
    internal void Rewound(Position next)
    {
        if (next > _readBefore)
        {
            _readBefore = next;
        }
    }

    private int IsFirst(Position position) => position >= _readBefore ? 1 : 0;
}
