using System.Numerics;
using Npgsql;
using NpgsqlTypes;
using PathwayOrleans.Aggregation;
using PathwayOrleans.Storage.Connections;

namespace PathwayOrleans.Storage.Commit;

/// <summary>
/// Marks partitions that have ended, such as files that were read to their end. Their watermark becomes the maximum, so
/// all their windows are closed and they do not hold back the global watermark.
/// </summary>
public sealed class EndedInputs(DatabaseSession session, DatabaseRetry retry)
{
    /// <summary>The watermark of an ended partition.</summary>
    public const long Watermark = long.MaxValue;

    private const string Sql =
        """
        INSERT INTO source_progress AS p (source, partition, next_offset, watermark)
        SELECT w.source, w.partition, w.next_offset, $4
        FROM unnest($1, $2, $3) AS w (source, partition, next_offset)
        ORDER BY w.source, w.partition
        ON CONFLICT (source, partition) DO UPDATE SET watermark = excluded.watermark, updated_at = now()
        WHERE p.watermark IS DISTINCT FROM excluded.watermark
        """;

    /// <summary>Marks partitions that are durable up to their ends. Idempotent.</summary>
    public Task MarkAsync(
        IReadOnlyCollection<(SourcePartition Partition, Position End)> ends, CancellationToken cancellationToken)
    {
        ArgumentNullException.ThrowIfNull(ends);
        return ends.Count == 0
            ? Task.CompletedTask
            : retry.RunAsync(
                "marking ended inputs",
                token => session.UseAsync((connection, t) => MarkAsync(connection, ends, t), token),
                cancellationToken);
    }

    private static async Task<int> MarkAsync(
        NpgsqlConnection connection, IReadOnlyCollection<(SourcePartition Partition, Position End)> ends,
        CancellationToken cancellationToken)
    {
        await using var command = new NpgsqlCommand(Sql, connection);
        command.Parameters.Add(new NpgsqlParameter<string[]> { TypedValue = [.. ends.Select(end => end.Partition.Source)] });
        command.Parameters.Add(new NpgsqlParameter<int[]> { TypedValue = [.. ends.Select(end => end.Partition.Partition)] });
        command.Parameters.Add(new NpgsqlParameter<BigInteger[]>
        {
            TypedValue = [.. ends.Select(end => end.End.ToNumber())],
            NpgsqlDbType = NpgsqlDbType.Array | NpgsqlDbType.Numeric,
        });
        command.Parameters.Add(new NpgsqlParameter<long> { TypedValue = Watermark });
        return await command.ExecuteNonQueryAsync(cancellationToken);
    }
}
