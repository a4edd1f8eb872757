using PathwayOrleans.Aggregation;

namespace PathwayOrleans.Storage.Reading.Reports;

/// <summary>The progress of a partition.</summary>
/// <param name="Source">Its source.</param>
/// <param name="Partition">Its number.</param>
/// <param name="NextOffset">Everything below this position is durable.</param>
/// <param name="Watermark">
/// Its watermark, milliseconds since the epoch; null if there was no event yet; the maximum if the partition has ended.
/// </param>
/// <param name="UpdatedAt">When a record last became durable, by the database's clock.</param>
/// <param name="Idle">Whether no record became durable for the idle timeout.</param>
/// <param name="Behind">Milliseconds from its watermark to now, by the database's clock; null if no event yet, or ended.</param>
/// <param name="Counted">Whether it takes part in the global watermark.</param>
public sealed record ProgressEntry(
    string Source, int Partition, Position NextOffset, long? Watermark, DateTimeOffset UpdatedAt, bool Idle, long? Behind,
    bool Counted)
{
    /// <summary>Records in the log after the durable ones; null if unknown. It is not in the database.</summary>
    public long? Lag { get; init; }

    /// <summary>The same with the lag to the end of the log; null if the end is unknown.</summary>
    public ProgressEntry WithEnd(Position? end) =>
        this with { Lag = end is { } known ? (long)(known.ToNumber() - NextOffset.ToNumber()) : null };
}
