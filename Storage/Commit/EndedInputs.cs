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

    /// <summary>
    /// Records that inputs are durable up to their ends: from now on no more events of them are accepted. Idempotent.
    /// </summary>
    public async Task FinishAsync(IReadOnlyCollection<SourcePartition> inputs, CancellationToken cancellationToken)
    {
        ArgumentNullException.ThrowIfNull(inputs);
        if (inputs.Count == 0)
        {
            return;
        }

        await retry.RunAsync(
            "recording finished inputs",
            token => session.UseAsync((connection, t) => FinishAsync(connection, inputs, t), token),
            cancellationToken);
        finished.Add(inputs.Select(input => input.SourceNumber).Where(SourceNumber.HasEnd));
    }

    /// <summary>Marks finished inputs at the end of a run, and closes the windows that this ends. Idempotent.</summary>
    /// <param name="ends">The inputs; may be empty.</param>
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

    private static async Task<int> FinishAsync(
        NpgsqlConnection connection, IReadOnlyCollection<SourcePartition> inputs, CancellationToken cancellationToken)
    {
        await using var command = new NpgsqlCommand("SELECT pathway_finish_inputs($1)", connection);
        command.Parameters.Add(new NpgsqlParameter<string[]> { TypedValue = [.. inputs.Select(input => input.Source)] });
        return await command.ExecuteNonQueryAsync(cancellationToken);
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
