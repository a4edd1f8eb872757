using PathwayOrleans.Aggregation;
using PathwayOrleans.Storage.Reading.Reports;

namespace PathwayOrleans.Cli.Report.Progress;

/// <summary>A partition's progress, and what its log holds beyond.</summary>
/// <param name="Source">As in <see cref="ProgressEntry"/>; so are those that follow.</param>
/// <param name="Partition">The partition.</param>
/// <param name="NextOffset">Everything below is durable.</param>
/// <param name="Watermark">Milliseconds since the epoch.</param>
/// <param name="UpdatedAt">When it was last written.</param>
/// <param name="Idle">Whether it no longer holds the global watermark back.</param>
/// <param name="Behind">Milliseconds from its watermark to now.</param>
/// <param name="Lag">Records in the log that are not durable yet; null: unknown.</param>
internal sealed record ProgressLine(
    string Source, int Partition, Position NextOffset, long? Watermark, DateTimeOffset UpdatedAt, bool Idle, long? Behind, long? Lag)
{
    /// <param name="row">The partition.</param>
    /// <param name="end">Where its log ends; null: unknown.</param>
    internal static ProgressLine Of(ProgressEntry row, Position? end) => new(
        row.Source, row.Partition, row.NextOffset, row.Watermark, row.UpdatedAt, row.Idle, row.Behind,
        end is { } known ? (long)(known.ToNumber() - row.NextOffset.ToNumber()) : null);
}
