namespace PathwayOrleans.Storage.Reading.Reports;

/// <summary>The watermark over all partitions.</summary>
/// <param name="Watermark">
/// The lowest watermark of the partitions that count, milliseconds since the epoch; null if it is unknown.
/// </param>
/// <param name="IdleTimeout">
/// A partition is idle if no record became durable for this time, in milliseconds. It does not count if the newest checkpoint of
/// all partitions is later than its last one by more than this.
/// </param>
/// <param name="Partitions">The number of partitions.</param>
/// <param name="IdlePartitions">The number of idle partitions.</param>
/// <param name="UpdatedAt">The latest checkpoint of the partitions that have not ended; null if there was none yet.</param>
/// <param name="CountedPartitions">The number of partitions that count.</param>
public sealed record GlobalWatermark(
    long? Watermark, long? IdleTimeout, long Partitions, long IdlePartitions, DateTimeOffset? UpdatedAt, long CountedPartitions);
