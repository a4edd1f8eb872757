using PathwayOrleans.Aggregation;

namespace PathwayOrleans.Storage.Commit;

/// <summary>A record that could not be counted.</summary>
/// <param name="Partition">Where it came from.</param>
/// <param name="Position">Its position there.</param>
/// <param name="Reason">Why, as <c>dead_letters.reason</c> spells it.</param>
/// <param name="Raw">The payload as it came; null where there was none.</param>
public readonly record struct DeadLetter(SourcePartition Partition, Position Position, string Reason, byte[]? Raw);
