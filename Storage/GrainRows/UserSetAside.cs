using Npgsql;

namespace PathwayOrleans.Storage.GrainRows;

/// <summary>
/// Moves the rows of a user to <c>users_set_aside</c>, because the state cannot be read. The user starts at 0 with the next
/// event.
/// </summary>
public static class UserSetAside
{
    // The fence of the state is set aside too, so that only events after the durable positions of the partitions are counted.
    private const string MoveSql =
        """
        WITH state AS (
            DELETE FROM orleansstorage
            WHERE grainidhash = $2 AND graintypehash = $3 AND grainidn0 = $4 AND grainidn1 = $5
              AND grainidextensionstring IS NOT DISTINCT FROM $6 AND serviceid = $7 AND graintypestring = $8
            RETURNING version, payloadbinary)
        INSERT INTO users_set_aside (user_id, version, payload, view_rows)
        SELECT $1, state.version, state.payloadbinary, pathway_take_rows($1)
        FROM state
        """;

    /// <summary>Moves the rows, in the transaction of the connection.</summary>
    /// <returns>False if there is no state of the user.</returns>
    public static async Task<bool> TryMoveAsync(
        NpgsqlConnection connection, string serviceId, string userId, CancellationToken cancellationToken)
    {
        GrainRowKey key = GrainRowKey.FromUserId(userId);
        await using var command = new NpgsqlCommand(MoveSql, connection);
        Add(command, userId);
        Add(command, key.Hash);
        Add(command, UserGrainRows.TypeHash);
        Add(command, key.N0);
        Add(command, key.N1);
        Add(command, key.Extension);
        Add(command, serviceId);
        Add(command, UserGrainRows.StateName);
        return await command.ExecuteNonQueryAsync(cancellationToken) > 0;
    }

    private static void Add<T>(NpgsqlCommand command, T value) =>
        command.Parameters.Add(new NpgsqlParameter<T> { TypedValue = value });
}
