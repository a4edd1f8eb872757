using PathwayOrleans.Aggregation;

namespace PathwayOrleans.Storage.Reading.Reports;

/// <summary>How far a partition is durable.</summary>
/// <param name="Source">Its source.</param>
/// <param name="Partition">Its number.</param>
/// <param name="NextOffset">Everything below is durable.</param>
/// <param name="Watermark">Its watermark, milliseconds since the epoch; null: no event yet; the latest there is: it has ended.</param>
/// <param name="UpdatedAt">When it was last written, by the database's clock.</param>
/// <param name="Idle">Whether it stood still for so long, compared with the others, that it no longer holds the global watermark back.</param>
/// <param name="Behind">Milliseconds from its watermark to now, by the database's clock; null: no event yet, or ended.</param>
public sealed record ProgressEntry(
    string Source, int Partition, Position NextOffset, long? Watermark, DateTimeOffset UpdatedAt, bool Idle, long? Behind);
