using System.Numerics;
using Npgsql;
using PathwayOrleans.Aggregation;
using PathwayOrleans.CommandLine;
using PathwayOrleans.Storage.Configuration;

namespace PathwayOrleans.Cli.Reset;

/// <summary>
/// Moves the durable position of a partition. Moving it forward accepts the loss of records, which a partition that is stopped at
/// a gap requires.
/// </summary>
internal sealed class MovePosition(DatabaseOptions options, bool force, ResetOutput output)
{
    internal async Task<int> RunAsync(string source, int partition, Position to, CancellationToken cancellationToken)
    {
        Position? from = await ResetTransaction.RunAsync(
            options,
            force,
            async (connection, token) =>
            {
                Position? current = await FindAsync(connection, source, partition, token);
                await RefuseAsync(connection, source, partition, current, to, token);
                await WriteAsync(connection, source, partition, to, token);
                return current;
            },
            cancellationToken);
        string instead = from is { } before ? $" instead of {before}" : "";
        await output.WriteAsync(
            $"{SourcePartition.Of(source, partition)}: the next position is {to}{instead}.",
            new { source, partition, from = from?.ToString(), to = to.ToString() });
        return ExitCodes.Success;
    }

    private async Task RefuseAsync(
        NpgsqlConnection connection,
        string source,
        int partition,
        Position? from,
        Position to,
        CancellationToken cancellationToken)
    {
        if (to < from && await IsFinishedAsync(connection, source, cancellationToken))
        {
            throw new CommandFailedException(
                $"{SourcePartition.Of(source, partition)} is recorded as finished, and {to} is lower than its end {from}. No " +
                "more events of it are accepted. To process everything again, use `./pathway reset --all`.");
        }

        if (force)
        {
            return;
        }

        if (from is null)
        {
            throw new CommandFailedException(
                $"{SourcePartition.Of(source, partition)} has no durable position. Partitions with a position: " +
                $"{await KnownAsync(connection, cancellationToken)}. To set a position nevertheless, use --force.");
        }

        if (to < from)
        {
            throw new CommandFailedException(
                $"{SourcePartition.Of(source, partition)} is durable up to {from}, and {to} is lower. Moving back does not " +
                "apply records again: each user's state skips the records that it has applied. To process everything again, " +
                "use `./pathway reset --all`; to move back nevertheless, use --force.");
        }
    }

    private static async Task<bool> IsFinishedAsync(
        NpgsqlConnection connection, string source, CancellationToken cancellationToken)
    {
        await using var command = new NpgsqlCommand("SELECT pathway_is_finished(ARRAY[$1])", connection);
        command.Parameters.Add(new NpgsqlParameter { Value = SourceNumber.Of(source) });
        return (bool)(await command.ExecuteScalarAsync(cancellationToken))!;
    }

    private static async Task<Position?> FindAsync(
        NpgsqlConnection connection, string source, int partition, CancellationToken cancellationToken)
    {
        await using var command = new NpgsqlCommand(
            "SELECT next_offset FROM source_progress WHERE source = $1 AND partition = $2 FOR UPDATE", connection);
        command.Parameters.Add(new NpgsqlParameter { Value = source });
        command.Parameters.Add(new NpgsqlParameter { Value = partition });
        await using NpgsqlDataReader reader = await command.ExecuteReaderAsync(cancellationToken);
        return await reader.ReadAsync(cancellationToken) ? Position.FromNumber(reader.GetFieldValue<BigInteger>(0)) : null;
    }

    private static async Task WriteAsync(
        NpgsqlConnection connection, string source, int partition, Position to, CancellationToken cancellationToken)
    {
        await using var command = new NpgsqlCommand(
            // The watermark at an earlier position is unknown, so it starts again. The same applies to an input that had ended.
            """
            INSERT INTO source_progress AS p (source, partition, next_offset) VALUES ($1, $2, $3)
            ON CONFLICT (source, partition) DO UPDATE SET
                next_offset = excluded.next_offset,
                watermark = CASE
                    WHEN excluded.next_offset >= p.next_offset AND p.watermark < 9223372036854775807 THEN p.watermark
                END,
                updated_at = now()
            """,
            connection);
        command.Parameters.Add(new NpgsqlParameter { Value = source });
        command.Parameters.Add(new NpgsqlParameter { Value = partition });
        command.Parameters.Add(new NpgsqlParameter { Value = to.ToNumber() });
        await command.ExecuteNonQueryAsync(cancellationToken);
    }

    private static async Task<string> KnownAsync(NpgsqlConnection connection, CancellationToken cancellationToken)
    {
        await using var command = new NpgsqlCommand(
            """
            SELECT coalesce(
                string_agg(format('%s[%s] at %s', source, partition, next_offset), ', ' ORDER BY source, partition), 'none')
            FROM source_progress
            """,
            connection);
        return (string)(await command.ExecuteScalarAsync(cancellationToken))!;
    }
}
