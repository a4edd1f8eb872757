namespace PathwayOrleans.Engine.Status;

/// <summary>The status of a partition that this process reads.</summary>
/// <param name="Partition">Its number.</param>
/// <param name="State">Its state.</param>
/// <param name="Next">
/// The next position to be read; null before the start is known. Positions are strings of decimal digits, because they can
/// exceed the range of a JSON number.
/// </param>
/// <param name="Durable">Everything below is durable; null if nothing of this partition is yet.</param>
/// <param name="End">The end of the log that was reported last; null before the first report.</param>
/// <param name="Lag">
/// Records between <paramref name="Durable"/> (or the start) and <paramref name="End"/>; null if unknown.
/// </param>
/// <param name="Error">
/// Why it makes no progress: it is stopped, with the remedy, or it is rewound again and again. Otherwise null.
/// </param>
public sealed record PartitionStatus(
    int Partition, PartitionState State, string? Next, string? Durable, string? End, long? Lag, string? Error);
