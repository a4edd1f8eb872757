using PathwayOrleans.Aggregation;
using PathwayOrleans.Storage.Reading.Reports;

namespace PathwayOrleans.Cli.Report;

/// <summary>The progress of a partition and its lag.</summary>
/// <param name="Source">The source, as in <see cref="ProgressEntry"/>.</param>
/// <param name="Partition">The partition.</param>
/// <param name="NextOffset">Every record below this position is durable.</param>
/// <param name="Watermark">The watermark in milliseconds since the epoch.</param>
/// <param name="UpdatedAt">When a record last became durable.</param>
/// <param name="Idle">Whether no record became durable for the idle timeout.</param>
/// <param name="Behind">Milliseconds from the watermark to now.</param>
/// <param name="Counted">Whether it takes part in the global watermark.</param>
/// <param name="Lag">Records in the log that are not durable yet; null if unknown.</param>
internal sealed record ProgressLine(
    string Source,
    int Partition,
    Position NextOffset,
    long? Watermark,
    DateTimeOffset UpdatedAt,
    bool Idle,
    long? Behind,
    bool Counted,
    long? Lag)
{
    /// <param name="row">The partition.</param>
    /// <param name="end">The end of its log; null if unknown.</param>
    internal static ProgressLine Of(ProgressEntry row, Position? end) => new(
        row.Source, row.Partition, row.NextOffset, row.Watermark, row.UpdatedAt, row.Idle, row.Behind, row.Counted,
        end is { } known ? (long)(known.ToNumber() - row.NextOffset.ToNumber()) : null);
}
