using PathwayOrleans.Aggregation;

namespace PathwayOrleans.Sources;

/// <summary>The ends of a source's partitions.</summary>
/// <param name="Source">The name under which its positions are kept.</param>
/// <param name="Ends">By partition, the position that the next record will get.</param>
public sealed record LogEnds(string Source, IReadOnlyDictionary<int, Position> Ends);
