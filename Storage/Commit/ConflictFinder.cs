using Npgsql;
using NpgsqlTypes;
using PathwayOrleans.Storage.Connections;
using PathwayOrleans.Storage.GrainRows;

namespace PathwayOrleans.Storage.Commit;

/// <summary>After a rejected commit: which of its rows are no longer at the version that the write named.</summary>
internal static class ConflictFinder
{
    private const string Sql =
        """
        SELECT (w.ordinal - 1)::integer
        FROM unnest($1::integer[], $2::bigint[], $3::bigint[], $4::text[], $5::integer[])
            WITH ORDINALITY AS w (hash, n0, n1, extension, version, ordinal)
        LEFT JOIN orleansstorage AS s
            ON s.grainidhash = w.hash AND s.graintypehash = $6
            AND s.grainidn0 = w.n0 AND s.grainidn1 = w.n1
            AND s.serviceid = $7 AND s.graintypestring = $8
            AND s.grainidextensionstring IS NOT DISTINCT FROM w.extension
        WHERE coalesce(s.version, 0) <> w.version
        ORDER BY 1
        """;

    internal static Task<IReadOnlyList<int>> FindAsync(
        DatabaseSession session, string serviceId, List<UserWrite> users, CancellationToken cancellationToken) =>
        session.UseAsync<IReadOnlyList<int>>(
            async (connection, token) =>
            {
                GrainRowKey[] keys = users.Select(user => GrainRowKey.FromUserId(user.UserId)).ToArray();
                await using var command = new NpgsqlCommand(Sql, connection);
                command.Parameters.Add(new NpgsqlParameter { Value = keys.Select(key => key.Hash).ToArray() });
                command.Parameters.Add(new NpgsqlParameter { Value = keys.Select(key => key.N0).ToArray() });
                command.Parameters.Add(new NpgsqlParameter { Value = keys.Select(key => key.N1).ToArray() });
                command.Parameters.Add(new NpgsqlParameter { Value = keys.Select(key => key.Extension).ToArray(), NpgsqlDbType = NpgsqlDbType.Array | NpgsqlDbType.Text });
                command.Parameters.Add(new NpgsqlParameter { Value = users.Select(user => user.Version).ToArray() });
                command.Parameters.Add(new NpgsqlParameter { Value = UserGrainRows.TypeHash });
                command.Parameters.Add(new NpgsqlParameter { Value = serviceId });
                command.Parameters.Add(new NpgsqlParameter { Value = UserGrainRows.StateName });

                var moved = new List<int>();
                await using NpgsqlDataReader reader = await command.ExecuteReaderAsync(token);
                while (await reader.ReadAsync(token))
                {
                    moved.Add(reader.GetInt32(0));
                }

                return moved;
            },
            cancellationToken);
}
