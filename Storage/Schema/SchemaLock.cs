using Npgsql;

namespace PathwayOrleans.Storage.Schema;

/// <summary>Lets one process at a time change the schema of a service.</summary>
internal static class SchemaLock
{
    /// <summary>
    /// Waits for the lock and holds it until the end of the transaction. Its key contains the schema, so services do not block
    /// each other.
    /// </summary>
    internal static async Task TakeAsync(NpgsqlConnection connection, string schema, CancellationToken cancellationToken)
    {
        await using var command = new NpgsqlCommand(
            "SELECT pg_advisory_xact_lock(hashtextextended('pathway-schema:' || $1, 0))", connection);
        command.Parameters.Add(new NpgsqlParameter<string> { TypedValue = schema });
        await command.ExecuteNonQueryAsync(cancellationToken);
    }
}
