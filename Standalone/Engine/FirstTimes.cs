using PathwayOrleans.Aggregation;

namespace PathwayOrleans.Standalone.Engine;

/// <summary>
/// Counts events to which something happened, and not those that come again after a rewind, to which it happens again.
/// </summary>
internal sealed class FirstTimes
{
    private Position _readBefore = Position.Zero;

    internal long Count { get; private set; }

    /// <summary>It happened to the event at a position.</summary>
    internal void Add(Position position)
    {
        if (position >= _readBefore)
        {
            Count++;
        }
    }

    /// <summary>What comes below this position comes again.</summary>
    internal void Rewound(Position next)
    {
        if (next > _readBefore)
        {
            _readBefore = next;
        }
    }
}
