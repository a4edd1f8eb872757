using PathwayOrleans.Aggregation;

namespace PathwayOrleans.Sources;

/// <summary>The current bounds of a partition's log.</summary>
/// <param name="Low">Position of the oldest record; equal to <paramref name="End"/> if there is none.</param>
/// <param name="End">The position that the next record will get.</param>
public readonly record struct LogBounds(Position Low, Position End)
{
    /// <summary>Whether reading can continue at a position: it is not below the first record, nor beyond the end.</summary>
    public bool Holds(Position next) => next >= Low && next <= End;
}
