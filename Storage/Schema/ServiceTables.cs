using Npgsql;
using PathwayOrleans.Storage.Views;

namespace PathwayOrleans.Storage.Schema;

/// <summary>Empties the tables of a service together, so that everything is processed again.</summary>
public static class ServiceTables
{
    private static readonly string[] Tables =
    [
        "events", "user_windows", "window_definitions", "source_progress", "sources", "dead_letters", "writer_commits",
        "orleansstorage", "pathway_pipelines",
    ];

    /// <summary>
    /// Empties them, the views of the pipeline included. The next pipeline may be any. The caller has begun a transaction.
    /// </summary>
    /// <param name="connection">A connection with the search path of the service.</param>
    /// <param name="cancellationToken">Cancels the statements.</param>
    /// <returns>The numbers of rows that each table had.</returns>
    public static async Task<IReadOnlyDictionary<string, long>> EmptyAsync(
        NpgsqlConnection connection, CancellationToken cancellationToken)
    {
        ArgumentNullException.ThrowIfNull(connection);
        List<string> tables = [.. Tables];
        await using (var command = new NpgsqlCommand(
            """
            SELECT name FROM pipeline_views WHERE name <> ALL ($1)
            UNION ALL SELECT 'pathway_reopened_' || number FROM pipeline_views WHERE window_length IS NOT NULL
            ORDER BY 1
            """,
            connection))
        {
            command.Parameters.Add(new NpgsqlParameter<string[]> { TypedValue = Tables });
            await using NpgsqlDataReader reader = await command.ExecuteReaderAsync(cancellationToken);
            while (await reader.ReadAsync(cancellationToken))
            {
                tables.Add(reader.GetString(0));
            }
        }

        // The lock prevents writes between counting and emptying.
        string names = PgText.Names(tables);
        await ExecuteAsync($"LOCK TABLE {names} IN ACCESS EXCLUSIVE MODE");
        var rows = new Dictionary<string, long>();
        foreach (string table in tables)
        {
            await using var count = new NpgsqlCommand($"SELECT count(*) FROM {PgText.Name(table)}", connection);
            rows.Add(table, (long)(await count.ExecuteScalarAsync(cancellationToken))!);
        }

        await ExecuteAsync("SET LOCAL pathway.reset = 'on'");
        await ExecuteAsync($"TRUNCATE {names}");
        await ExecuteAsync("UPDATE pipeline_views SET state = 'emptied', state_since = now()");
        return rows;

        async Task ExecuteAsync(string sql)
        {
            await using var command = new NpgsqlCommand(sql, connection);
            await command.ExecuteNonQueryAsync(cancellationToken);
        }
    }
}
