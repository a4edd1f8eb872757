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

    /// <summary>Marks partitions that are durable up to their ends, and closes the windows that this ends. Idempotent.</summary>
    /// <param name="ends">The partitions; may be empty.</param>
    /// <param name="outOfOrderness">How far their watermarks stayed behind their events, in milliseconds.</param>
    /// <param name="cancellationToken">Cancels the attempts.</param>
    public Task MarkAsync(
        IReadOnlyCollection<(SourcePartition Partition, Position End)> ends, long outOfOrderness,
        CancellationToken cancellationToken)
    {
        ArgumentNullException.ThrowIfNull(ends);
        return retry.RunAsync(
            "marking ended inputs",
            token => session.UseAsync((connection, t) => MarkAsync(connection, ends, outOfOrderness, t), token),
            cancellationToken);
    }

    private static async Task<int> MarkAsync(
        NpgsqlConnection connection, IReadOnlyCollection<(SourcePartition Partition, Position End)> ends, long outOfOrderness,
        CancellationToken cancellationToken)
    {
        await using var command = new NpgsqlCommand("SELECT pathway_end_inputs($1, $2, $3, $4)", connection);
        command.Parameters.Add(new NpgsqlParameter<string[]> { TypedValue = [.. ends.Select(end => end.Partition.Source)] });
        command.Parameters.Add(new NpgsqlParameter<int[]> { TypedValue = [.. ends.Select(end => end.Partition.Partition)] });
        command.Parameters.Add(new NpgsqlParameter<BigInteger[]>
        {
            TypedValue = [.. ends.Select(end => end.End.ToNumber())],
            NpgsqlDbType = NpgsqlDbType.Array | NpgsqlDbType.Numeric,
        });
        command.Parameters.Add(new NpgsqlParameter<long> { TypedValue = outOfOrderness });
        return await command.ExecuteNonQueryAsync(cancellationToken);
    }
}
