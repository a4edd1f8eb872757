namespace PathwayOrleans.Cli.Demo.Proof;

/// <summary>A row of <c>dead_letters</c>.</summary>
/// <param name="Partition">The source partition.</param>
/// <param name="Offset">The record's place there.</param>
/// <param name="Reason">Why it is there.</param>
/// <param name="Windows">Of a late event: the windows' names, separated by commas.</param>
internal readonly record struct DeadLetterRow(int Partition, long Offset, string Reason, string? Windows = null);
