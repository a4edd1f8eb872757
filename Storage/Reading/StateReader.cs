using System.Numerics;
using Npgsql;
using NpgsqlTypes;
using PathwayOrleans.Aggregation;
using PathwayOrleans.Storage.Connections;

namespace PathwayOrleans.Storage.Reading;

/// <summary>Reads state on a separate connection, so that reads do not wait for commits. Does not retry.</summary>
public sealed class StateReader(DatabaseSession session, Configuration.DatabaseOptions options)
{
    /// <summary>Loads many users with one statement.</summary>
    /// <param name="userIds">The users.</param>
    /// <param name="cancellationToken">Cancels the query.</param>
    /// <param name="maxBytes">The sum of payloads from which on they are left out. At least one is returned.</param>
    /// <returns>One entry per id, in the order of the ids.</returns>
    public Task<StoredUser[]> LoadUsersAsync(
        IReadOnlyList<string> userIds, CancellationToken cancellationToken, long maxBytes = long.MaxValue)
    {
        ArgumentNullException.ThrowIfNull(userIds);
        ArgumentOutOfRangeException.ThrowIfNegativeOrZero(maxBytes);
        return session.ReadAsync(
            (connection, token) => UserRowQuery.RunAsync(connection, options.ServiceId, userIds, maxBytes, token),
            cancellationToken);
    }

    /// <summary>Which of some inputs (<see cref="SourceNumber"/>) are recorded as finished.</summary>
    public Task<HashSet<long>> FindFinishedAsync(IReadOnlyCollection<long> inputs, CancellationToken cancellationToken) =>
        session.ReadAsync(
            (connection, token) => FinishedInputsQuery.RunAsync(connection, [.. inputs], token), cancellationToken);

    /// <summary>Checks that the database answers; returns when it has.</summary>
    public Task PingAsync(CancellationToken cancellationToken) => session.ReadAsync(
        async (connection, token) =>
        {
            await using var command = new NpgsqlCommand("SELECT 1", connection);
            return await command.ExecuteScalarAsync(token);
        },
        cancellationToken);

    /// <summary>The checkpoints of a source's partitions; partitions without progress are missing.</summary>
    public Task<Dictionary<int, StoredCheckpoint>> LoadProgressAsync(
        string source, CancellationToken cancellationToken) => session.ReadAsync(
        async (connection, token) =>
        {
            await using var command = new NpgsqlCommand(
                """
                SELECT partition, next_offset, watermark, greatest(now() - greatest(updated_at, idle_at), interval '0')
                FROM source_progress WHERE source = $1
                """,
                connection);
            command.Parameters.Add(new NpgsqlParameter { Value = source });
            var progress = new Dictionary<int, StoredCheckpoint>();
            await using NpgsqlDataReader reader = await command.ExecuteReaderAsync(token);
            while (await reader.ReadAsync(token))
            {
                var clock = new WatermarkTracker(reader.IsDBNull(2) ? WatermarkTracker.None : reader.GetInt64(2));
                var checkpoint = new Checkpoint(Position.FromNumber(reader.GetFieldValue<BigInteger>(1)), clock);
                progress.Add(reader.GetInt32(0), new StoredCheckpoint(checkpoint, reader.GetTimeSpan(3)));
            }

            return progress;
        },
        cancellationToken);

    /// <summary>The sources that have progress and whose name begins with a prefix, the most recently updated first.</summary>
    public Task<IReadOnlyList<string>> FindSourcesAsync(
        string prefix, CancellationToken cancellationToken) => session.ReadAsync<IReadOnlyList<string>>(
        async (connection, token) =>
        {
            await using var command = new NpgsqlCommand(
                "SELECT source FROM source_progress WHERE starts_with(source, $1) GROUP BY source ORDER BY max(updated_at) DESC",
                connection);
            command.Parameters.Add(new NpgsqlParameter { Value = prefix });
            var sources = new List<string>();
            await using NpgsqlDataReader reader = await command.ExecuteReaderAsync(token);
            while (await reader.ReadAsync(token))
            {
                sources.Add(reader.GetString(0));
            }

            return sources;
        },
        cancellationToken);

    /// <summary>A user's row of <c>events</c>, or null.</summary>
    public Task<UserTotals?> FindTotalsAsync(string userId, CancellationToken cancellationToken) => session.ReadAsync(
        async (connection, token) =>
        {
            await using var command = new NpgsqlCommand(
                "SELECT count, total_value, time FROM events WHERE user_id = $1", connection);
            command.Parameters.Add(new NpgsqlParameter { Value = userId, NpgsqlDbType = NpgsqlDbType.Text });
            await using NpgsqlDataReader reader = await command.ExecuteReaderAsync(token);
            return await reader.ReadAsync(token)
                ? new UserTotals(userId, reader.GetInt64(0), reader.GetDouble(1), reader.GetInt64(2))
                : null;
        },
        cancellationToken);
}
