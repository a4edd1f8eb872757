using Npgsql;
using PathwayOrleans.Cli.Demo.Windows;
using PathwayOrleans.Producer.Load.Windows;
using PathwayOrleans.Storage.Connections;
using PathwayOrleans.Storage.Reading;

namespace PathwayOrleans.Cli.Demo.Proof;

/// <summary>Reads what the database holds of one run.</summary>
internal sealed class ProofReader(DatabaseSession session)
{
    /// <summary>The rows of the users whose id begins so.</summary>
    internal Task<List<UserTotals>> ReadUsersAsync(string userPrefix, CancellationToken cancellationToken) => ReadAsync(
        "SELECT user_id, count, total_value, time FROM events WHERE starts_with(user_id, $1)",
        userPrefix,
        row => new UserTotals(row.GetString(0), row.GetInt64(1), row.GetDouble(2), row.GetInt64(3)),
        cancellationToken);

    /// <summary>The dead letters of a source.</summary>
    internal Task<List<DeadLetterRow>> ReadDeadLettersAsync(string source, CancellationToken cancellationToken) => ReadAsync(
        "SELECT partition, position::bigint, reason, array_to_string(windows, ',') FROM dead_letters WHERE source = $1",
        source,
        row => new DeadLetterRow(row.GetInt32(0), row.GetInt64(1), row.GetString(2), row.IsDBNull(3) ? null : row.GetString(3)),
        cancellationToken);

    /// <summary>The demo's windows of the users whose id begins so.</summary>
    internal Task<List<ExpectedWindow>> ReadWindowsAsync(string userPrefix, CancellationToken cancellationToken) => ReadAsync(
        $"""
        SELECT user_id, window_name, window_start, window_end, count, total_value, min_value, max_value, first_time, last_time
        FROM user_windows
        WHERE starts_with(user_id, $1) AND starts_with(window_name, '{DemoWindows.Prefix}')
        """,
        userPrefix,
        row => new ExpectedWindow(
            row.GetString(0), row.GetString(1), row.GetInt64(2), row.GetInt64(3), row.GetInt64(4), row.GetDouble(5), row.GetDouble(6),
            row.GetDouble(7), row.GetInt64(8), row.GetInt64(9)),
        cancellationToken);

    private Task<List<T>> ReadAsync<T>(
        string sql, string parameter, Func<NpgsqlDataReader, T> read, CancellationToken cancellationToken) => session.UseAsync(
        async (connection, token) =>
        {
            await using var command = new NpgsqlCommand(sql, connection);
            command.Parameters.Add(new NpgsqlParameter { Value = parameter });
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
