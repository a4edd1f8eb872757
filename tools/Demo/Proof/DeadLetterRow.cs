namespace PathwayOrleans.Demo.Proof;

/// <summary>A row of <c>dead_letters</c>.</summary>
/// <param name="Partition">The source partition.</param>
/// <param name="Offset">The record's offset in the partition.</param>
/// <param name="Reason">The reason code.</param>
/// <param name="Windows">The names of the windows, separated by commas, for a late event; otherwise null.</param>
internal readonly record struct DeadLetterRow(int Partition, long Offset, string Reason, string? Windows = null);
