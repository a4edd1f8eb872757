namespace PathwayOrleans.Storage.Reading.Reports;

/// <summary>The watermark over all partitions.</summary>
/// <param name="Watermark">
/// The lowest watermark of the partitions that are not idle, milliseconds since the epoch; null if it is unknown.
/// </param>
/// <param name="IdleTimeout">
/// A partition is idle if its last commit is older than the latest commit of all partitions by more than this; milliseconds.
/// </param>
/// <param name="Partitions">The number of partitions.</param>
/// <param name="IdlePartitions">The number of idle partitions.</param>
/// <param name="UpdatedAt">The latest commit of the partitions that have not ended; null if there was none yet.</param>
public sealed record GlobalWatermark(
    long? Watermark, long? IdleTimeout, long Partitions, long IdlePartitions, DateTimeOffset? UpdatedAt);
