using Npgsql;
using NpgsqlTypes;
using PathwayOrleans.Storage.GrainRows;

namespace PathwayOrleans.Storage.Reading;

/// <summary>
/// Calls <c>pathway_load_bounded</c> (0009_bounded_loads.sql): the state rows of many users with one statement.
/// </summary>
internal static class UserRowQuery
{
    private const string Sql =
        "SELECT place, version, payload, is_left FROM pathway_load_bounded($1, $2, $3, $4, $5, $6, $7, $8)";

    /// <summary>Returns one entry per id, in the order of the ids.</summary>
    /// <param name="connection">The connection.</param>
    /// <param name="serviceId">The service.</param>
    /// <param name="userIds">The users.</param>
    /// <param name="maxBytes">The sum of payloads from which on they are left out; 0 for versions only.</param>
    /// <param name="cancellationToken">Cancels the query.</param>
    internal static async Task<StoredUser[]> RunAsync(
        NpgsqlConnection connection,
        string serviceId,
        IReadOnlyList<string> userIds,
        long maxBytes,
        CancellationToken cancellationToken)
    {
        GrainRowKey[] keys = userIds.Select(GrainRowKey.FromUserId).ToArray();
        await using var command = new NpgsqlCommand(Sql, connection);
        command.Parameters.Add(new NpgsqlParameter { Value = serviceId });
        command.Parameters.Add(new NpgsqlParameter { Value = UserGrainRows.TypeHash });
        command.Parameters.Add(new NpgsqlParameter { Value = UserGrainRows.StateName });
        command.Parameters.Add(new NpgsqlParameter { Value = Array.ConvertAll(keys, key => key.Hash) });
        command.Parameters.Add(new NpgsqlParameter { Value = Array.ConvertAll(keys, key => key.N0) });
        command.Parameters.Add(new NpgsqlParameter { Value = Array.ConvertAll(keys, key => key.N1) });
        command.Parameters.Add(new NpgsqlParameter
        {
            Value = Array.ConvertAll(keys, key => key.Extension),
            NpgsqlDbType = NpgsqlDbType.Array | NpgsqlDbType.Text,
        });
        command.Parameters.Add(new NpgsqlParameter { Value = maxBytes });

        var users = new StoredUser[keys.Length];
        await using NpgsqlDataReader reader = await command.ExecuteReaderAsync(cancellationToken);
        while (await reader.ReadAsync(cancellationToken))
        {
            byte[]? payload = await reader.IsDBNullAsync(2, cancellationToken) ? null : reader.GetFieldValue<byte[]>(2);
            users[reader.GetInt32(0)] = new StoredUser(reader.GetInt32(1), payload, reader.GetBoolean(3));
        }

        return users;
    }
}
