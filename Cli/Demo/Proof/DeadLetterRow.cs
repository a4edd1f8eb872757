namespace PathwayOrleans.Cli.Demo.Proof;

/// <summary>A row of <c>dead_letters</c>.</summary>
internal readonly record struct DeadLetterRow(int Partition, long Offset, string Reason);
