namespace PathwayOrleans.Storage.Reading.Reports;

/// <summary>How far event time is known to have come, over all partitions.</summary>
/// <param name="Watermark">The lowest watermark of those that are not idle, milliseconds since the epoch; null while it is unknown.</param>
/// <param name="IdleTimeout">Milliseconds by which a partition's last commit has to be older than the last of all for it to be idle.</param>
/// <param name="Partitions">How many there are.</param>
/// <param name="IdlePartitions">How many of them are idle.</param>
/// <param name="UpdatedAt">The last commit of all that have not ended; null: there was none yet.</param>
public sealed record GlobalWatermark(long? Watermark, long? IdleTimeout, long Partitions, long IdlePartitions, DateTimeOffset? UpdatedAt);
