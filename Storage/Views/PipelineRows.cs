using Npgsql;
using PathwayOrleans.Pipelines.Binding;

namespace PathwayOrleans.Storage.Views;

/// <summary>Writes the rows that describe a pipeline, in a transaction that holds the lock of the schema.</summary>
internal sealed class PipelineRows(NpgsqlConnection connection, CancellationToken cancellationToken)
{
    private const string SinceSql = "CASE WHEN EXISTS (SELECT FROM source_progress) THEN now() END";

    internal NpgsqlConnection Connection => connection;

    internal CancellationToken CancellationToken => cancellationToken;

    /// <summary>
    /// Waits for the commits that run, and lets others wait until the transaction has ended: each begins with a write of this
    /// table. So no event is durable without a view after the time that the view says. Taken before other locks, so that it
    /// cannot deadlock with a commit.
    /// </summary>
    internal Task LockCommitsAsync() => RunAsync("LOCK TABLE writer_commits IN SHARE MODE");

    /// <summary>Adds a generation.</summary>
    internal async Task<long> AddAsync(
        PipelineDefinition pipeline, IReadOnlyList<string> key, string hash, TimeSpan idleTimeout)
    {
        return (long)(await ScalarAsync(
            """
            INSERT INTO pathway_pipelines (hash, source, key_columns, idle_timeout) VALUES ($1, $2, $3, $4) RETURNING generation
            """,
            hash,
            PipelineText.Lines(pipeline.Source),
            key.ToArray(),
            (long)idleTimeout.TotalMilliseconds))!;
    }

    /// <summary>
    /// Adds a generation that no process has, so that commits of running ones are refused. It has no hash: no pipeline has
    /// replaced the one before it.
    /// </summary>
    internal Task AddMarkAsync() => RunAsync(
        """
        INSERT INTO pathway_pipelines (hash, source, key_columns, idle_timeout)
        SELECT '', source, key_columns, idle_timeout FROM pathway_pipelines ORDER BY generation DESC LIMIT 1
        """);

    internal Task UpdateIdleTimeoutAsync(long generation, TimeSpan idleTimeout) => RunAsync(
        "UPDATE pathway_pipelines SET idle_timeout = $2 WHERE generation = $1 AND idle_timeout <> $2",
        generation,
        (long)idleTimeout.TotalMilliseconds);

    /// <summary>Replaces the lines of the source of a generation.</summary>
    internal Task UpdateSourceAsync(long generation, PipelineDefinition pipeline) => RunAsync(
        "UPDATE pathway_pipelines SET source = $2 WHERE generation = $1", generation, PipelineText.Lines(pipeline.Source));

    /// <summary>Adds a view. It counts from now on if the service has counted events before.</summary>
    /// <param name="table">Its table.</param>
    /// <param name="definition">Its lines.</param>
    /// <param name="countsAll">Whether it has the events that the service has counted before.</param>
    internal async Task<(int Number, DateTimeOffset? Since)> InsertAsync(
        ViewTable table, IReadOnlyList<string> definition, bool countsAll)
    {
        await using var command = new NpgsqlCommand(
            $"""
            INSERT INTO pipeline_views (name, sql, definition, since, writer_revision, window_length, allowed_lateness)
            VALUES ($1, $2, $3, {(countsAll ? "NULL" : SinceSql)}, $4, {Length(table)}, {Lateness(table)})
            RETURNING number, since
            """,
            connection);
        Add(command, table.Name, table.Sql, definition.ToArray(), ViewWriterSql.Revision);
        await using NpgsqlDataReader reader = await command.ExecuteReaderAsync(cancellationToken);
        await reader.ReadAsync(cancellationToken);
        return (reader.GetInt32(0), reader.IsDBNull(1) ? null : reader.GetFieldValue<DateTimeOffset>(1));
    }

    /// <summary>Creates what a view has in the database.</summary>
    /// <param name="schema">The schema of the service.</param>
    /// <param name="table">Its table.</param>
    /// <param name="number">Its number.</param>
    /// <param name="exists">Whether the table is there.</param>
    internal Task CreateAsync(string schema, ViewTable table, int number, bool exists) => RunAsync(
        (exists ? "" : ViewTableSql.CreateTable(schema, table))
        + ViewTableSql.Comments(schema, table)
        + ViewTableSql.CreateCompanions(schema, table, number)
        + ViewWriterSql.Create(schema, table, number));

    /// <summary>Stores what may change: the text, as far as it means the same, and the lateness.</summary>
    internal Task UpdateAsync(ViewTable table) => RunAsync(
        $"""
        UPDATE pipeline_views SET sql = $2, allowed_lateness = {Lateness(table)}
        WHERE name = $1 AND (sql, allowed_lateness) IS DISTINCT FROM ($2, {Lateness(table)})
        """,
        table.Name,
        table.Sql);

    internal Task DropAsync(IReadOnlyList<string> names) => names.Count == 0 ? Task.CompletedTask : RunAsync(
        "UPDATE pipeline_views SET state = 'dropped', state_since = now() WHERE name = ANY ($1)",
        (object)names.ToArray());

    /// <summary>Lets a view go on after the service was reset.</summary>
    internal async Task<DateTimeOffset?> RestartAsync(string name) => await ScalarAsync(
        $"""
        UPDATE pipeline_views SET state = 'written', state_since = now(), since = {SinceSql}, closed_through = NULL
        WHERE name = $1 RETURNING since
        """,
        name) is DateTime since ? since : null;

    internal Task ReplaceWriterAsync(string schema, ViewTable table, int number) => RunAsync(
        ViewWriterSql.Create(schema, table, number)
        + FormattableString.Invariant(
            $"UPDATE pipeline_views SET writer_revision = {ViewWriterSql.Revision} WHERE number = {number};"));

    /// <summary>Deletes a view with its rows.</summary>
    internal Task DeleteAsync(string schema, string name, int number) => RunAsync(
        ViewTableSql.Drop(schema, name, number)
        + FormattableString.Invariant($"DELETE FROM pipeline_views WHERE number = {number};"));

    private static string Length(ViewTable table) => table.Window is { } window ? PgText.Interval(window.Size) : "NULL";

    private static string Lateness(ViewTable table) =>
        table.Window is null ? "NULL::interval" : PgText.Interval(table.AllowedLatenessMicroseconds);

    private async Task<object?> ScalarAsync(string sql, params object[] values)
    {
        await using var command = new NpgsqlCommand(sql, connection);
        Add(command, values);
        return await command.ExecuteScalarAsync(cancellationToken);
    }

    private async Task RunAsync(string sql, params object[] values)
    {
        await using var command = new NpgsqlCommand(sql, connection);
        Add(command, values);
        await command.ExecuteNonQueryAsync(cancellationToken);
    }

    private static void Add(NpgsqlCommand command, params object[] values)
    {
        foreach (object value in values)
        {
            command.Parameters.Add(new NpgsqlParameter { Value = value });
        }
    }
}
