using PathwayOrleans.Aggregation;
using PathwayOrleans.Monitoring.Status;
using PathwayOrleans.Storage.Reading.Reports;

namespace PathwayOrleans.Monitoring.Http.Reports;

/// <summary>A partition's progress, and what this process knows of its log.</summary>
/// <param name="Source">As in <see cref="ProgressEntry"/>; so are those that follow.</param>
/// <param name="Partition">The partition.</param>
/// <param name="NextOffset">Everything below is durable.</param>
/// <param name="Watermark">Milliseconds since the epoch.</param>
/// <param name="UpdatedAt">When it was last written.</param>
/// <param name="Idle">Whether it no longer holds the global watermark back.</param>
/// <param name="Behind">Milliseconds from its watermark to now.</param>
/// <param name="Lag">Records to go, where this process reads the partition and heard its end; else null.</param>
internal sealed record ProgressRow(
    string Source, int Partition, Position NextOffset, long? Watermark, DateTimeOffset UpdatedAt, bool Idle, long? Behind, long? Lag)
{
    internal static ProgressRow Of(ProgressEntry row, IEngineMonitor engine) => new(
        row.Source, row.Partition, row.NextOffset, row.Watermark, row.UpdatedAt, row.Idle, row.Behind,
        row.Source == engine.Status.Source ? engine.Partitions.FirstOrDefault(partition => partition.Partition == row.Partition)?.Lag : null);
}
