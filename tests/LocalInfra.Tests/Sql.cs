using Npgsql;

namespace PathwayOrleans.LocalInfra.Tests;

internal static class Sql
{
    internal static async Task<object?> RunAsync(string connectionString, string statement)
    {
        await using NpgsqlConnection connection = new(connectionString + ";Pooling=false");
        await connection.OpenAsync();
        await using NpgsqlCommand command = new(statement, connection);
        return await command.ExecuteScalarAsync();
    }
}
