using System.Numerics;
using Npgsql;
using NpgsqlTypes;
using PathwayOrleans.Aggregation;
using PathwayOrleans.Storage.Connections;
using PathwayOrleans.Storage.GrainRows;

namespace PathwayOrleans.Storage.Reading;

/// <summary>Reads state on a connection of its own, so that reading never waits for a commit. Does not retry.</summary>
public sealed class StateReader(DatabaseSession session, Configuration.DatabaseOptions options)
{
    private const string LoadUsersSql =
        """
        SELECT (w.ordinal - 1)::integer, s.version, s.payloadbinary
        FROM unnest($1::integer[], $2::bigint[], $3::bigint[], $4::text[]) WITH ORDINALITY AS w (hash, n0, n1, extension, ordinal)
        JOIN orleansstorage AS s
            ON s.grainidhash = w.hash AND s.graintypehash = $5
            AND s.grainidn0 = w.n0 AND s.grainidn1 = w.n1
            AND s.serviceid = $6 AND s.graintypestring = $7
            AND s.grainidextensionstring IS NOT DISTINCT FROM w.extension
        """;

    /// <summary>Loads many users with one statement.</summary>
    /// <returns>One answer per id, in the order of the ids.</returns>
    public Task<StoredUser[]> LoadUsersAsync(IReadOnlyList<string> userIds, CancellationToken cancellationToken)
    {
        ArgumentNullException.ThrowIfNull(userIds);
        return session.UseAsync(
            async (connection, token) =>
            {
                GrainRowKey[] keys = userIds.Select(GrainRowKey.FromUserId).ToArray();
                await using var command = new NpgsqlCommand(LoadUsersSql, connection);
                command.Parameters.Add(new NpgsqlParameter { Value = Array.ConvertAll(keys, key => key.Hash) });
                command.Parameters.Add(new NpgsqlParameter { Value = Array.ConvertAll(keys, key => key.N0) });
                command.Parameters.Add(new NpgsqlParameter { Value = Array.ConvertAll(keys, key => key.N1) });
                command.Parameters.Add(new NpgsqlParameter { Value = Array.ConvertAll(keys, key => key.Extension), NpgsqlDbType = NpgsqlDbType.Array | NpgsqlDbType.Text });
                command.Parameters.Add(new NpgsqlParameter { Value = UserGrainRows.TypeHash });
                command.Parameters.Add(new NpgsqlParameter { Value = options.ServiceId });
                command.Parameters.Add(new NpgsqlParameter { Value = UserGrainRows.StateName });

                var users = new StoredUser[keys.Length];
                await using NpgsqlDataReader reader = await command.ExecuteReaderAsync(token);
                while (await reader.ReadAsync(token))
                {
                    users[reader.GetInt32(0)] = new StoredUser(reader.GetInt32(1), await reader.IsDBNullAsync(2, token) ? null : reader.GetFieldValue<byte[]>(2));
                }

                return users;
            },
            cancellationToken);
    }

    /// <summary>Returns when the database answers.</summary>
    public Task PingAsync(CancellationToken cancellationToken) => session.UseAsync(
        async (connection, token) =>
        {
            await using var command = new NpgsqlCommand("SELECT 1", connection);
            return await command.ExecuteScalarAsync(token);
        },
        cancellationToken);

    /// <summary>The durable position of each partition of a source that has one.</summary>
    public Task<Dictionary<int, Position>> LoadProgressAsync(string source, CancellationToken cancellationToken) => session.UseAsync(
        async (connection, token) =>
        {
            await using var command = new NpgsqlCommand("SELECT partition, next_offset FROM source_progress WHERE source = $1", connection);
            command.Parameters.Add(new NpgsqlParameter { Value = source });
            var progress = new Dictionary<int, Position>();
            await using NpgsqlDataReader reader = await command.ExecuteReaderAsync(token);
            while (await reader.ReadAsync(token))
            {
                progress.Add(reader.GetInt32(0), Position.FromNumber(reader.GetFieldValue<BigInteger>(1)));
            }

            return progress;
        },
        cancellationToken);

    /// <summary>The sources that have any progress and whose name begins so.</summary>
    public Task<IReadOnlyList<string>> FindSourcesAsync(string prefix, CancellationToken cancellationToken) => session.UseAsync<IReadOnlyList<string>>(
        async (connection, token) =>
        {
            await using var command = new NpgsqlCommand(
                "SELECT source FROM source_progress WHERE starts_with(source, $1) GROUP BY source ORDER BY max(updated_at) DESC", connection);
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
    public Task<UserTotals?> FindTotalsAsync(string userId, CancellationToken cancellationToken) => session.UseAsync(
        async (connection, token) =>
        {
            await using var command = new NpgsqlCommand("SELECT count, total_value, time FROM events WHERE user_id = $1", connection);
            command.Parameters.Add(new NpgsqlParameter { Value = userId, NpgsqlDbType = NpgsqlDbType.Text });
            await using NpgsqlDataReader reader = await command.ExecuteReaderAsync(token);
            return await reader.ReadAsync(token)
                ? new UserTotals(userId, reader.GetInt64(0), reader.GetDouble(1), reader.GetInt64(2))
                : null;
        },
        cancellationToken);
}
