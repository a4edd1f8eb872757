using PathwayOrleans.Aggregation;
using PathwayOrleans.Engine.Status;
using PathwayOrleans.Storage.Reading.Reports;

namespace PathwayOrleans.HttpApi.Reports;

/// <summary>A partition's progress (<see cref="ProgressEntry"/>) and its lag.</summary>
/// <param name="Source">Its source.</param>
/// <param name="Partition">Its number.</param>
/// <param name="NextOffset">Everything below this position is durable.</param>
/// <param name="Watermark">Its watermark, milliseconds since the epoch.</param>
/// <param name="UpdatedAt">When a record last became durable.</param>
/// <param name="Idle">Whether no record became durable for the idle timeout.</param>
/// <param name="Behind">Milliseconds from its watermark to now.</param>
/// <param name="Counted">Whether it takes part in the global watermark.</param>
/// <param name="Lag">
/// The number of unread records; null if this process does not read the partition or its end is unknown.
/// </param>
internal sealed record ProgressRow(
    string Source, int Partition, Position NextOffset, long? Watermark, DateTimeOffset UpdatedAt, bool Idle, long? Behind,
    bool Counted, long? Lag)
{
    internal static ProgressRow Of(ProgressEntry row, IEngineMonitor engine) => new(
        row.Source, row.Partition, row.NextOffset, row.Watermark, row.UpdatedAt, row.Idle, row.Behind, row.Counted,
        row.Source == engine.Status.Source
            ? engine.Partitions.FirstOrDefault(partition => partition.Partition == row.Partition)?.Lag
            : null);
}
