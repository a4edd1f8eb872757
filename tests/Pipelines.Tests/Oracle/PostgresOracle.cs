using System.Globalization;
using Npgsql;
using NpgsqlTypes;
using PathwayOrleans.Pipelines.Binding;
using PathwayOrleans.Testing;

namespace PathwayOrleans.Pipelines.Tests.Oracle;

/// <summary>
/// Lets Postgres compute the views of a pipeline over a table of all events. A record for which an expression fails counts in no
/// view; an event that is late for a window does not count in it. It has no sessions with late events.
/// </summary>
internal sealed class PostgresOracle : IAsyncDisposable
{
    // Aggregates in the order of events rely on groups in a hash table, whose rows arrive in the order of the subquery.
    private const string Settings =
        "SET search_path = public, pg_catalog; SET timezone = 'UTC'; SET enable_sort = off; SET enable_hashagg = on; " +
        "SET work_mem = '512MB'; SET max_parallel_workers_per_gather = 0; SET jit = off; SET client_min_messages = warning;";

    private readonly PostgresForTests _database;
    private readonly NpgsqlConnection _connection;

    private PostgresOracle(PostgresForTests database, NpgsqlConnection connection)
    {
        _database = database;
        _connection = connection;
    }

    /// <summary>An oracle with a database of its own.</summary>
    internal static async Task<PostgresOracle> CreateAsync()
    {
        PostgresForTests database = await PostgresForTests.CreateAsync();
        var oracle = new PostgresOracle(database, await database.ConnectAsync());
        await oracle.ExecuteAsync(Settings);
        await oracle.ExecuteAsync(OracleFunctions.Sql);
        return oracle;
    }

    /// <summary>Loads events and computes all views of the pipeline.</summary>
    /// <param name="pipeline">The pipeline.</param>
    /// <param name="events">The events, in any order.</param>
    /// <returns>The partitions and positions of records for which an expression fails, in order.</returns>
    internal async Task<IReadOnlyList<(int Partition, long Position)>> LoadAsync(
        PipelineDefinition pipeline, IReadOnlyList<OracleEvent> events)
    {
        var tables = new OracleTables(pipeline);
        var sql = new OracleSql(pipeline);
        await ExecuteAsync(tables.CreateRecords);
        await InsertAsync(tables, events);
        await ExecuteAsync(tables.CreateCheck);
        await ExecuteAsync(tables.CreateSource);
        foreach (MaterializedViewDefinition view in pipeline.MaterializedViews)
        {
            if (view.Window?.Kind == WindowKind.Session
                && (await RowsAsync(sql.LateForSession(view)))[0][0] is not "0" and var late)
            {
                throw new InvalidOperationException(
                    $"{late} events are late for sessions of '{view.Name}', which the oracle does not cover.");
            }

            string select = sql.Select(view);
            await RequireOrderAsync(view, select);
            await ExecuteAsync($"CREATE TABLE {OracleSql.Name(view.Name)} AS {select}");
        }

        foreach (ViewDefinition view in pipeline.Views)
        {
            await ExecuteAsync($"CREATE VIEW {OracleSql.Name(view.Name)} AS {view.Query}");
        }

        return
        [
            .. (await RowsAsync(tables.SelectFailed)).Select(row => (
                int.Parse(row[0]!, CultureInfo.InvariantCulture), long.Parse(row[1]!, CultureInfo.InvariantCulture))),
        ];
    }

    /// <summary>The rows of a materialized view.</summary>
    internal Task<OracleResult> QueryAsync(MaterializedViewDefinition view) => QueryAsync(
        view.Name, view.Outputs.ToDictionary(output => output.Name, output => OracleTolerances.Of(output.Expression)));

    /// <summary>The rows of a plain view. Its tolerances are not known.</summary>
    internal Task<OracleResult> QueryAsync(ViewDefinition view) => QueryAsync(
        view.Name, new Dictionary<string, OracleTolerance>());

    public async ValueTask DisposeAsync()
    {
        await _connection.DisposeAsync();
        await _database.DisposeAsync();
    }

    private async Task<OracleResult> QueryAsync(string name, Dictionary<string, OracleTolerance> tolerances)
    {
        List<string?[]> columns = await RowsAsync(
            "SELECT attname, format_type(atttypid, NULL) FROM pg_attribute WHERE attrelid = " +
            $"'{OracleSql.Name(name).Replace("'", "''", StringComparison.Ordinal)}'::regclass AND attnum > 0 ORDER BY attnum");
        string list = string.Join(", ", columns.Select(column => $"{OracleSql.Name(column[0]!)}::text"));
        List<string?[]> rows = await RowsAsync($"SELECT {list} FROM {OracleSql.Name(name)}");
        rows.Sort((a, b) => string.CompareOrdinal(string.Join('\u0001', a), string.Join('\u0001', b)));
        return new OracleResult(
            [.. columns.Select(column => new OracleColumn(
                column[0]!, column[1]!, tolerances.GetValueOrDefault(column[0]!)))],
            rows);
    }

    // A sort between the ordered events and the aggregates would lose the order of events.
    private async Task RequireOrderAsync(MaterializedViewDefinition view, string select)
    {
        if (!view.Aggregates.Any(aggregate => aggregate.Signature.Name is "first_value" or "last_value"))
        {
            return;
        }

        List<string?[]> plan = await RowsAsync($"EXPLAIN (COSTS OFF) {select}");
        if (!plan[0][0]!.StartsWith("HashAggregate", StringComparison.Ordinal))
        {
            throw new InvalidOperationException(
                $"The plan of '{view.Name}' does not keep the order of events: " +
                string.Join('\n', plan.Select(line => line[0])));
        }
    }

    private async Task InsertAsync(OracleTables tables, IReadOnlyList<OracleEvent> events)
    {
        await using var command = new NpgsqlCommand(tables.InsertRecords, _connection);
        command.Parameters.Add(new NpgsqlParameter<int[]> { TypedValue = [.. events.Select(record => record.Partition)] });
        command.Parameters.Add(new NpgsqlParameter<long[]> { TypedValue = [.. events.Select(record => record.Position)] });
        command.Parameters.Add(new NpgsqlParameter<long[]> { TypedValue = [.. events.Select(record => record.Stored)] });
        foreach (SourceColumn column in tables.Stored)
        {
            command.Parameters.Add(new NpgsqlParameter<string?[]>
            {
                TypedValue = [.. events.Select(record => OracleTables.ValueOf(column, record))],
                NpgsqlDbType = NpgsqlDbType.Array | NpgsqlDbType.Text,
            });
        }

        await command.ExecuteNonQueryAsync();
    }

    private async Task ExecuteAsync(string sql)
    {
        try
        {
            await using var command = new NpgsqlCommand(sql, _connection);
            await command.ExecuteNonQueryAsync();
        }
        catch (PostgresException e)
        {
            throw new InvalidOperationException($"{e.MessageText} in: {sql}", e);
        }
    }

    private async Task<List<string?[]>> RowsAsync(string sql)
    {
        var rows = new List<string?[]>();
        await using var command = new NpgsqlCommand(sql, _connection);
        await using NpgsqlDataReader reader = await command.ExecuteReaderAsync();
        while (await reader.ReadAsync())
        {
            rows.Add([.. Enumerable.Range(0, reader.FieldCount).Select(i => reader.IsDBNull(i)
                ? null
                : Convert.ToString(reader.GetValue(i), CultureInfo.InvariantCulture))]);
        }

        return rows;
    }
}
