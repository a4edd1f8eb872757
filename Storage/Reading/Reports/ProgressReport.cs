using System.Numerics;
using PathwayOrleans.Aggregation;
using PathwayOrleans.Storage.Reading.Queries;

namespace PathwayOrleans.Storage.Reading.Reports;

/// <summary>The progress of each partition of each source, and the global watermark.</summary>
internal sealed class ProgressReport(IQueries queries)
{
    private const string Order = "progress";

    /// <summary>Reads a page of the partitions, ordered by source and number.</summary>
    /// <param name="page">The page.</param>
    /// <param name="cancellationToken">Cancels the query.</param>
    /// <exception cref="ReportParameterException">The page's cursor belongs to another report.</exception>
    public async Task<ReportPage<ProgressEntry>> ReadAsync(PageRequest page, CancellationToken cancellationToken)
    {
        ArgumentNullException.ThrowIfNull(page);
        (string Source, int Partition)? place =
            page.After is null ? null : Cursor.Read(page.After, Order, key => (key[0].GetString()!, key[1].GetInt32()));
        Sql sql =
            $"""
            SELECT p.source, p.partition, p.next_offset, p.watermark, p.updated_at, p.idle, p.behind, p.counted FROM progress AS p
            {Sql.If(place, at => $" WHERE (p.source, p.partition) > ({at.Source}, {at.Partition})")}
            ORDER BY p.source, p.partition LIMIT {page.Fetch}
            """;
        IReadOnlyList<ProgressEntry> rows = await queries.ReadAsync(
            sql,
            row => new ProgressEntry(
                row.GetString(0),
                row.GetInt32(1),
                Position.FromNumber(row.GetFieldValue<BigInteger>(2)),
                row.IsDBNull(3) ? null : row.GetInt64(3),
                row.GetFieldValue<DateTimeOffset>(4),
                row.GetBoolean(5),
                row.IsDBNull(6) ? null : row.GetInt64(6),
                row.GetBoolean(7)),
            cancellationToken);
        return ReportPage<ProgressEntry>.Of(rows, page, row => Cursor.Write(Order, row.Source, row.Partition));
    }

    /// <summary>Reads the global watermark.</summary>
    public async Task<GlobalWatermark> ReadWatermarkAsync(CancellationToken cancellationToken)
    {
        IReadOnlyList<GlobalWatermark> rows = await queries.ReadAsync(
            $"SELECT g.watermark, g.idle_timeout, g.partitions, g.idle_partitions, g.updated_at, g.counted_partitions FROM global_watermark AS g",
            row => new GlobalWatermark(
                row.IsDBNull(0) ? null : row.GetInt64(0),
                row.IsDBNull(1) ? null : row.GetInt64(1),
                row.GetInt64(2),
                row.GetInt64(3),
                row.IsDBNull(4) ? null : row.GetFieldValue<DateTimeOffset>(4),
                row.GetInt64(5)),
            cancellationToken);
        return rows[0];
    }
}
