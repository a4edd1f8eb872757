using Npgsql;
using NpgsqlTypes;
using PathwayOrleans.Storage.GrainRows;

namespace PathwayOrleans.Storage.Reading;

/// <summary>Calls <c>pathway_load</c> (0002_commit.sql): the state rows of many users with one statement.</summary>
internal static class UserRowQuery
{
    private const string Sql = "SELECT place, version, payload FROM pathway_load($1, $2, $3, $4, $5, $6, $7)";

    /// <summary>Returns one entry per id, in the order of the ids.</summary>
    internal static async Task<StoredUser[]> RunAsync(
        NpgsqlConnection connection, string serviceId, IReadOnlyList<string> userIds, CancellationToken cancellationToken)
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

        var users = new StoredUser[keys.Length];
        await using NpgsqlDataReader reader = await command.ExecuteReaderAsync(cancellationToken);
        while (await reader.ReadAsync(cancellationToken))
        {
            byte[]? payload = await reader.IsDBNullAsync(2, cancellationToken) ? null : reader.GetFieldValue<byte[]>(2);
            users[reader.GetInt32(0)] = new StoredUser(reader.GetInt32(1), payload);
        }

        return users;
    }
}
