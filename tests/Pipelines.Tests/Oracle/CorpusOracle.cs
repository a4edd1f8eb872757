using System.Globalization;
using Npgsql;
using NpgsqlTypes;
using PathwayOrleans.Pipelines.Binding;
using PathwayOrleans.Pipelines.Compilation;
using PathwayOrleans.Pipelines.Oracle;
using PathwayOrleans.Testing;

namespace PathwayOrleans.Pipelines.Tests.Oracle;

/// <summary>
/// Lets Postgres compute the views of a pipeline over events whose columns are inserted, without reading them from messages.
/// </summary>
internal sealed class CorpusOracle : IAsyncDisposable
{
    private const string Schema = "oracle";

    private readonly PostgresForTests _database;
    private readonly NpgsqlConnection _connection;

    private CorpusOracle(PostgresForTests database, NpgsqlConnection connection)
    {
        _database = database;
        _connection = connection;
    }

    /// <summary>An oracle with a database of its own.</summary>
    internal static async Task<CorpusOracle> CreateAsync()
    {
        PostgresForTests database = await PostgresForTests.CreateAsync();
        return new CorpusOracle(database, await database.ConnectAsync());
    }

    /// <summary>Loads events and computes all views of the pipeline.</summary>
    /// <param name="pipeline">The pipeline.</param>
    /// <param name="events">The events, in any order.</param>
    /// <returns>The partitions and positions of records for which an expression fails, in order.</returns>
    internal async Task<IReadOnlyList<(int Partition, long Position)>> LoadAsync(
        PipelineDefinition pipeline, IReadOnlyList<OracleEvent> events)
    {
        PostgresOracle oracle = await PostgresOracle.CreateAsync(
            new VerifiedPipeline(CompiledPipeline.Compile(pipeline)), _connection, Schema, CancellationToken.None);
        await InsertAsync(oracle.Tables, events);
        await oracle.ComputeAsync(CancellationToken.None);
        foreach (ViewDefinition view in pipeline.Views)
        {
            await using var command = new NpgsqlCommand($"CREATE VIEW {OracleSql.Name(view.Name)} AS {view.Query}", _connection);
            await command.ExecuteNonQueryAsync();
        }

        return
        [
            .. (await RowsAsync(
                "SELECT pathway_partition, pathway_position FROM pathway_letters WHERE pathway_reason = 'evaluation_failed' " +
                "ORDER BY 1, 2"))
            .Select(row => (
                int.Parse(row[0]!, CultureInfo.InvariantCulture), long.Parse(row[1]!, CultureInfo.InvariantCulture))),
        ];
    }

    /// <summary>The rows of a materialized view.</summary>
    internal Task<OracleResult> QueryAsync(MaterializedViewDefinition view) => QueryAsync(
        view.Name, view.Outputs.ToDictionary(output => output.Name, output => OracleTolerances.Of(output.Expression)));

    /// <summary>The rows of a plain view. Its tolerances are not known.</summary>
    internal Task<OracleResult> QueryAsync(ViewDefinition view) => QueryAsync(
        view.Name, new Dictionary<string, OracleTolerance>());

    /// <summary>The rows of a query as texts.</summary>
    internal Task<List<string?[]>> RowsAsync(string sql) =>
        new OracleConnection(_connection).RowsAsync(sql, CancellationToken.None);

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
            [
                .. columns.Select(column => new ExpectedColumn(
                    column[0]!, column[1]!, tolerances.GetValueOrDefault(column[0]!), IsIdentity: false, IsCount: false)),
            ],
            rows);
    }

    private async Task InsertAsync(OracleTables tables, IReadOnlyList<OracleEvent> events)
    {
        await using var command = new NpgsqlCommand(OracleRecords.InsertInto(tables), _connection);
        command.Parameters.Add(new NpgsqlParameter<int[]> { TypedValue = [.. events.Select(record => record.Partition)] });
        command.Parameters.Add(new NpgsqlParameter<long[]> { TypedValue = [.. events.Select(record => record.Position)] });
        command.Parameters.Add(new NpgsqlParameter<long[]> { TypedValue = [.. events.Select(record => record.Stored)] });
        foreach (SourceColumn column in tables.Stored)
        {
            command.Parameters.Add(new NpgsqlParameter<string?[]>
            {
                TypedValue = [.. events.Select(record => OracleRecords.ValueOf(column, record))],
                NpgsqlDbType = NpgsqlDbType.Array | NpgsqlDbType.Text,
            });
        }

        await command.ExecuteNonQueryAsync();
    }
}
