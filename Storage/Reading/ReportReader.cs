using System.Numerics;
using Npgsql;
using PathwayOrleans.Aggregation;
using PathwayOrleans.Storage.Connections;

namespace PathwayOrleans.Storage.Reading;

/// <summary>
/// Answers questions over whole tables, each with one pass over its table: indexes for them would cost every
/// commit. Does not retry.
/// </summary>
public sealed class ReportReader(DatabaseSession session)
{
    /// <summary>The users with the most events, the most first; equals by user id, in the order of its bytes.</summary>
    /// <param name="limit">How many at the most.</param>
    /// <param name="cancellationToken">Ends the question.</param>
    /// <exception cref="ArgumentOutOfRangeException">The limit is not positive.</exception>
    public Task<IReadOnlyList<UserTotals>> TopUsersAsync(int limit, CancellationToken cancellationToken) => ReadAsync(
        """SELECT user_id, count, total_value, time FROM events ORDER BY count DESC, user_id COLLATE "C" LIMIT $1""",
        limit,
        row => new UserTotals(row.GetString(0), row.GetInt64(1), row.GetDouble(2), row.GetInt64(3)),
        cancellationToken);

    /// <summary>
    /// The dead letters recorded last, the newest first; those of one commit by source and partition, the highest
    /// position first.
    /// </summary>
    /// <param name="limit">How many at the most.</param>
    /// <param name="cancellationToken">Ends the question.</param>
    /// <exception cref="ArgumentOutOfRangeException">The limit is not positive.</exception>
    public Task<IReadOnlyList<StoredDeadLetter>> DeadLettersAsync(int limit, CancellationToken cancellationToken) => ReadAsync(
        // Payloads are cut after the choice: before it, every one of the table would be fetched.
        $"""
        SELECT source, partition, position, reason, recorded_at, substring(raw FROM 1 FOR {StoredDeadLetter.MaxRawBytes}), octet_length(raw)
        FROM (
            SELECT * FROM dead_letters
            ORDER BY recorded_at DESC, source COLLATE "C", partition, position DESC, reason COLLATE "C"
            LIMIT $1
        ) AS newest
        ORDER BY recorded_at DESC, source COLLATE "C", partition, position DESC, reason COLLATE "C"
        """,
        limit,
        row => new StoredDeadLetter(
            row.GetString(0),
            row.GetInt32(1),
            Position.FromNumber(row.GetFieldValue<BigInteger>(2)),
            row.GetString(3),
            row.GetFieldValue<DateTimeOffset>(4),
            row.IsDBNull(5) ? null : row.GetFieldValue<byte[]>(5),
            row.IsDBNull(6) ? null : row.GetInt32(6)),
        cancellationToken);

    private Task<IReadOnlyList<T>> ReadAsync<T>(string sql, int limit, Func<NpgsqlDataReader, T> read, CancellationToken cancellationToken)
    {
        ArgumentOutOfRangeException.ThrowIfNegativeOrZero(limit);
        return session.UseAsync<IReadOnlyList<T>>(
            async (connection, token) =>
            {
                await using var command = new NpgsqlCommand(sql, connection);
                command.Parameters.Add(new NpgsqlParameter<int> { TypedValue = limit });
                var rows = new List<T>();
                await using NpgsqlDataReader reader = await command.ExecuteReaderAsync(token);
                while (await reader.ReadAsync(token))
                {
                    rows.Add(read(reader));
                }

                return rows;
            },
            cancellationToken);
    }
}
