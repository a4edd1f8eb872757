namespace PathwayOrleans.Monitoring.Status;

/// <summary>A partition that this process has.</summary>
/// <param name="Partition">Its number.</param>
/// <param name="State">What it is doing.</param>
/// <param name="Next">The next position to be read; null before its start is known. Positions are decimal digits: they outgrow a JSON number.</param>
/// <param name="Durable">Everything below is durable; null where nothing of this partition is yet.</param>
/// <param name="End">The log's end as last heard; null before it was heard.</param>
/// <param name="Lag">Records between <paramref name="Durable"/> (or the start) and <paramref name="End"/>; null where unknown.</param>
/// <param name="Error">Why it is stopped, and what to do.</param>
public sealed record PartitionStatus(int Partition, PartitionState State, string? Next, string? Durable, string? End, long? Lag, string? Error);
