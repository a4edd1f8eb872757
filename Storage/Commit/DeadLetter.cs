using PathwayOrleans.Aggregation;

namespace PathwayOrleans.Storage.Commit;

/// <summary>A record that could not be counted.</summary>
/// <param name="Partition">Its partition.</param>
/// <param name="Position">Its position in that partition.</param>
/// <param name="Reason">The reason, as stored in <c>dead_letters.reason</c>.</param>
/// <param name="Raw">The original payload; null if there was none.</param>
public readonly record struct DeadLetter(SourcePartition Partition, Position Position, string Reason, byte[]? Raw)
{
    /// <summary>What is wrong, for a person; null if the reason says it all.</summary>
    public string? Detail { get; init; }

    /// <summary>The reason of an event that would advance its partition's watermark too far.</summary>
    public const string Future = "future";

    /// <summary>The reason of an event that was counted in its user's totals but was late for a window.</summary>
    public const string Late = "late";
}
