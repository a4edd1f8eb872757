using System.Numerics;
using Npgsql;
using NpgsqlTypes;
using PathwayOrleans.Aggregation;
using PathwayOrleans.Aggregation.State;
using PathwayOrleans.Storage.Connections;

namespace PathwayOrleans.Storage.Commit;

/// <summary>
/// Records inputs that are finished, such as files that were read to their end (<c>pathway_finish_inputs</c>, 0010_sources.sql).
/// All their windows are closed and they do not hold back the global watermark; no more events of them are accepted, so that the
/// fences of users need no entries for them.
/// </summary>
public sealed class EndedInputs(DatabaseSession session, DatabaseRetry retry, FinishedInputs finished)
{
    /// <summary>The watermark of an ended partition.</summary>
    public const long Watermark = long.MaxValue;

    /// <summary>Records inputs that are durable up to their ends. Idempotent.</summary>
    public async Task MarkAsync(
        IReadOnlyCollection<(SourcePartition Partition, Position End)> ends, CancellationToken cancellationToken)
    {
        ArgumentNullException.ThrowIfNull(ends);
        if (ends.Count == 0)
        {
            return;
        }

        await retry.RunAsync(
            "recording finished inputs",
            token => session.UseAsync((connection, t) => MarkAsync(connection, ends, t), token),
            cancellationToken);
        finished.Add(ends.Select(end => end.Partition.SourceNumber).Where(SourceNumber.HasEnd));
    }

    private static async Task<int> MarkAsync(
        NpgsqlConnection connection, IReadOnlyCollection<(SourcePartition Partition, Position End)> ends,
        CancellationToken cancellationToken)
    {
        await using var command = new NpgsqlCommand("SELECT pathway_finish_inputs($1, $2, $3)", connection);
        command.Parameters.Add(new NpgsqlParameter<string[]> { TypedValue = [.. ends.Select(end => end.Partition.Source)] });
        command.Parameters.Add(new NpgsqlParameter<int[]> { TypedValue = [.. ends.Select(end => end.Partition.Partition)] });
        command.Parameters.Add(new NpgsqlParameter<BigInteger[]>
        {
            TypedValue = [.. ends.Select(end => end.End.ToNumber())],
            NpgsqlDbType = NpgsqlDbType.Array | NpgsqlDbType.Numeric,
        });
        return await command.ExecuteNonQueryAsync(cancellationToken);
    }
}
