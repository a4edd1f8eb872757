using PathwayOrleans.Aggregation;

namespace PathwayOrleans.Standalone.Engine;

/// <summary>
/// Counts events that had been counted before this process read them, and not those that it reads again after a
/// rewind.
/// </summary>
internal sealed class FirstSkips
{
    private Position _readBefore = Position.Zero;

    internal long Count { get; private set; }

    /// <summary>The fence held back an event.</summary>
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
