using Npgsql;
using PathwayOrleans.Storage.Views;

namespace PathwayOrleans.Storage.Schema;

/// <summary>Empties the tables of a service together, so that everything is processed again.</summary>
public static class ServiceTables
{
    private static readonly string[] Tables =
    [
        "events", "source_progress", "sources", "dead_letters", "writer_commits", "orleansstorage",
    ];

    /// <summary>
    /// Empties them, the views of the pipeline included. The next pipeline may be any. The caller has begun a transaction.
    /// </summary>
    /// <param name="connection">A connection with the search path of the service.</param>
    /// <param name="cancellationToken">Cancels the statements.</param>
    /// <returns>The numbers of rows that the tables and views had.</returns>
    public static async Task<IReadOnlyDictionary<string, long>> EmptyAsync(
        NpgsqlConnection connection, CancellationToken cancellationToken)
    {
        ArgumentNullException.ThrowIfNull(connection);
        List<string> tables =
        [
            .. Tables,
            .. await ReadAsync("SELECT name FROM pipeline_views WHERE name <> 'events' ORDER BY name"),
        ];
        List<string> others =
        [
            "pathway_pipelines",
            .. await ReadAsync("SELECT 'pathway_reopened_' || number FROM pipeline_views WHERE window_length IS NOT NULL"),
        ];

        // The lock prevents writes between counting and emptying.
        string names = PgText.Names(tables.Concat(others));
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

        async Task<List<string>> ReadAsync(string sql)
        {
            var found = new List<string>();
            await using var command = new NpgsqlCommand(sql, connection);
            await using NpgsqlDataReader reader = await command.ExecuteReaderAsync(cancellationToken);
            while (await reader.ReadAsync(cancellationToken))
            {
                found.Add(reader.GetString(0));
            }

            return found;
        }

        async Task ExecuteAsync(string sql)
        {
            await using var command = new NpgsqlCommand(sql, connection);
            await command.ExecuteNonQueryAsync(cancellationToken);
        }
    }
}
