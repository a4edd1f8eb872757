using PathwayOrleans.Aggregation;

namespace PathwayOrleans.Storage.Commit;

/// <summary>A record that could not be counted.</summary>
/// <param name="Partition">Where it came from.</param>
/// <param name="Position">Its position there.</param>
/// <param name="Reason">Why, as <c>dead_letters.reason</c> spells it.</param>
/// <param name="Raw">The payload as it came; null where there was none.</param>
public readonly record struct DeadLetter(SourcePartition Partition, Position Position, string Reason, byte[]? Raw)
{
    /// <summary>The reason of an event that would push its partition's watermark too far.</summary>
    public const string Future = "future";

    /// <summary>The reason of an event that was counted in its user's total and came too late for a window.</summary>
    public const string Late = "late";
}
