using System.Globalization;
using Npgsql;
using PathwayOrleans.Pipelines.Binding;

namespace PathwayOrleans.Pipelines.Oracle;

/// <summary>
/// Lets Postgres compute the views of a pipeline over a table of all records, in a schema of its own. A record for which an
/// expression fails counts in no view; an event that is late for a window does not count in it. Not thread-safe.
/// </summary>
public sealed class PostgresOracle
{
    private const string Collation = "C.utf8";

    // Aggregates in the order of events rely on groups whose rows arrive in the order of the subquery: groups in a hash table,
    // or groups for which the subquery itself sorts.
    private const string Settings =
        "SET timezone = 'UTC'; SET enable_sort = off; SET enable_hashagg = on; SET work_mem = '512MB'; " +
        "SET max_parallel_workers_per_gather = 0; SET jit = off; SET client_min_messages = warning; " +
        "SET synchronous_commit = off;";

    private readonly VerifiedPipeline _pipeline;
    private readonly OracleConnection _database;
    private readonly RecordTexts _texts;
    private readonly OracleSql _sql;

    private PostgresOracle(VerifiedPipeline pipeline, OracleConnection database, OracleTables tables)
    {
        _pipeline = pipeline;
        _database = database;
        Tables = tables;
        _texts = new RecordTexts(pipeline.Compiled, tables.Stored);
        _sql = new OracleSql(pipeline.Compiled.Definition);
    }

    internal OracleTables Tables { get; }

    private PipelineDefinition Definition => _pipeline.Compiled.Definition;

    /// <summary>Creates the schema, which must not exist, and its tables.</summary>
    /// <param name="pipeline">The pipeline.</param>
    /// <param name="connection">A connection that nothing else uses; its settings are changed.</param>
    /// <param name="schema">The name of the schema.</param>
    /// <param name="cancellationToken">Stops early.</param>
    public static async Task<PostgresOracle> CreateAsync(
        VerifiedPipeline pipeline, NpgsqlConnection connection, string schema, CancellationToken cancellationToken)
    {
        ArgumentNullException.ThrowIfNull(pipeline);
        var database = new OracleConnection(connection);
        await database.ExecuteAsync(
            $"{Settings} CREATE SCHEMA {OracleSql.Name(schema)}; SET search_path = {OracleSql.Name(schema)}, pg_catalog",
            cancellationToken);
        await database.ExecuteAsync(OracleFunctions.Sql, cancellationToken);
        bool hasCollation = (await database.RowsAsync(
            $"SELECT 1 FROM pg_collation WHERE collname = '{Collation}'", cancellationToken)).Count > 0;
        var tables = new OracleTables(pipeline.Compiled, hasCollation ? Collation : "C");
        await database.ExecuteAsync(tables.CreateRecords, cancellationToken);
        return new PostgresOracle(pipeline, database, tables);
    }

    /// <summary>
    /// Adds records, in any order. Their columns are read from the messages here; Postgres does everything else.
    /// </summary>
    public async Task AddAsync(IReadOnlyCollection<LoggedRecord> records, CancellationToken cancellationToken)
    {
        ArgumentNullException.ThrowIfNull(records);
        string?[] texts = new string?[Tables.Stored.Count];
        var rejected = new List<string?[]>();
        var read = new List<string?[]>();
        foreach (LoggedRecord record in records)
        {
            string partition = record.Partition.ToString(CultureInfo.InvariantCulture);
            string position = record.Offset.ToString(CultureInfo.InvariantCulture);
            if (_texts.Read(record, texts) is { } reason)
            {
                rejected.Add([partition, position, reason]);
            }
            else
            {
                read.Add([partition, position, record.Timestamp.ToString(CultureInfo.InvariantCulture), .. texts]);
            }
        }

        await _database.CopyAsync(OracleTables.CopyRejected, rejected, cancellationToken);
        await _database.CopyAsync(Tables.CopyRecords, read, cancellationToken);
    }

    /// <summary>
    /// Computes a table for each materialized view, with its name and columns, and the table <c>pathway_letters</c> of the dead
    /// letters.
    /// </summary>
    /// <returns>The number of records that pass the WHERE of a view; also late ones.</returns>
    /// <exception cref="InvalidOperationException">Postgres cannot compute a view.</exception>
    public async Task<long> ComputeAsync(CancellationToken cancellationToken)
    {
        await _database.ExecuteAsync(Tables.CreateCheck, cancellationToken);
        await _database.ExecuteAsync(Tables.CreateSource, cancellationToken);
        await _database.ExecuteAsync(OracleLetters.CreateTables, cancellationToken);
        for (int number = 0; number < Definition.MaterializedViews.Count; number++)
        {
            MaterializedViewDefinition view = Definition.MaterializedViews[number];
            if (view.Window?.Kind == WindowKind.Session)
            {
                await AssignSessionsAsync(view, number, cancellationToken);
            }
            else if (view.Window is not null)
            {
                await _database.ExecuteAsync(_sql.InsertLate(view, number), cancellationToken);
            }

            string select = _sql.Select(view);
            await RequireOrderAsync(view, select, cancellationToken);
            await _database.ExecuteAsync($"CREATE TABLE {OracleSql.Name(view.Name)} AS {select}", cancellationToken);
        }

        await _database.ExecuteAsync(OracleLetters.Insert(_pipeline), cancellationToken);
        return long.Parse(
            (await _database.RowsAsync(_sql.CountCounted(), cancellationToken))[0][0]!, CultureInfo.InvariantCulture);
    }

    private async Task AssignSessionsAsync(MaterializedViewDefinition view, int number, CancellationToken cancellationToken)
    {
        var sessions = new SessionAssignment(view.Window!.Size.FixedMicroseconds!.Value, view.AllowedLatenessMicroseconds);
        var late = new List<string?[]>();
        var found = new List<(string?[] Event, int Session)>();
        string text = number.ToString(CultureInfo.InvariantCulture);
        foreach (string?[] row in await _database.RowsAsync(_sql.SelectForSessions(view), cancellationToken))
        {
            long? watermark = row[4] is { } given ? Number(given) : null;
            if (sessions.Add(Number(row[2]!), Number(row[3]!), watermark) is { } session)
            {
                found.Add((row, session));
            }
            else
            {
                late.Add([row[0], row[1], text]);
            }
        }

        IEnumerable<string?[]> assigned = found.Select(found => (string?[])
        [
            text, found.Event[0], found.Event[1], sessions.Final(found.Session).ToString(CultureInfo.InvariantCulture),
        ]);
        await _database.CopyAsync(OracleLetters.CopyLate, late, cancellationToken);
        await _database.CopyAsync(OracleLetters.CopySessions, [.. assigned], cancellationToken);

        static long Number(string text) => long.Parse(text, CultureInfo.InvariantCulture);
    }

    // A sort between the ordered events and the aggregates would lose the order of events.
    private async Task RequireOrderAsync(MaterializedViewDefinition view, string select, CancellationToken cancellationToken)
    {
        if (!OracleSql.NeedsOrder(view))
        {
            return;
        }

        List<string?[]> plan = await _database.RowsAsync($"EXPLAIN (COSTS OFF) {select}", cancellationToken);
        string? firstSort = plan.Select(line => line[0]!).FirstOrDefault(
            line => line.Contains("Sort Key:", StringComparison.Ordinal));
        if (firstSort is null || !OracleSql.SortsEvents(firstSort))
        {
            throw new InvalidOperationException(
                $"The plan of '{view.Name}' does not keep the order of events: " +
                string.Join('\n', plan.Select(line => line[0])));
        }
    }
}
