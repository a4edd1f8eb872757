using Npgsql;
using NpgsqlTypes;
using PathwayOrleans.Pipelines.Compilation;
using PathwayOrleans.Pipelines.Runtime.Values;
using PathwayOrleans.Pipelines.State;
using PathwayOrleans.Storage.Connections;

namespace PathwayOrleans.Storage.Views;

/// <summary>A request for windows of one key.</summary>
/// <param name="Key">The key.</param>
/// <param name="Reload">What to load.</param>
internal readonly record struct KeyReload(PipelineKey Key, ViewReload Reload);

/// <summary>
/// Loads windows that were evicted from the states of keys, of many keys with one statement per view. The caller must have made
/// all changes of these keys durable. Does not retry.
/// </summary>
internal sealed class ViewReloadReader(DatabaseSession session, RegisteredPipeline pipeline)
{
    // About 20 MB in memory, without sketches.
    private const int DefaultMaxRows = 100_000;

    /// <summary>The maximum number of rows of one statement, unless a single request has more.</summary>
    internal int MaxRows { get; init; } = DefaultMaxRows;

    /// <summary>
    /// Returns the windows of each request; null for those that were left out because of the number of rows. Of each view at
    /// least the first request is answered.
    /// </summary>
    internal Task<IReadOnlyList<StoredWindow>?[]> ReadAsync(
        IReadOnlyList<KeyReload> requests, CancellationToken cancellationToken) => session.ReadAsync(
        async (connection, token) =>
        {
            var answers = new IReadOnlyList<StoredWindow>?[requests.Count];
            foreach (IGrouping<int, int> view in Enumerable.Range(0, requests.Count)
                .GroupBy(place => requests[place].Reload.View.Index))
            {
                int[] places = [.. view];
                ViewTable table = pipeline.Views[view.Key].Table;
                List<StoredWindow>[] found = await ReadAsync(
                    connection, table, [.. places.Select(place => requests[place])], MaxRows, token);
                found = found.Length > 0
                    ? found
                    : await ReadAsync(connection, table, [requests[places[0]]], long.MaxValue, token);
                for (int i = 0; i < found.Length; i++)
                {
                    answers[places[i]] = found[i];
                }
            }

            return answers;
        },
        cancellationToken);

    private async Task<List<StoredWindow>[]> ReadAsync(
        NpgsqlConnection connection,
        ViewTable table,
        IReadOnlyList<KeyReload> requests,
        long maxRows,
        CancellationToken cancellationToken)
    {
        await using var command = new NpgsqlCommand { Connection = connection };
        ViewColumn[] key = [.. table.IdentityColumns.Where(column => column.Role == ViewColumnRole.Key)];
        for (int i = 0; i < key.Length; i++)
        {
            var buffer = ColumnBuffer.Create(key[i].Type, isIdentity: true);
            foreach (KeyReload request in requests)
            {
                buffer.AddValue(request.Key.Values[i]);
            }

            command.Parameters.Add(buffer.ToParameter());
        }

        AddTimes(command, requests, request => request.Reload.ScanFrom);
        AddTimes(command, requests, request => request.Reload.From);
        AddTimes(command, requests, request => request.Reload.To);
        command.Parameters.Add(new NpgsqlParameter<long> { TypedValue = maxRows });
        command.CommandText = Query(table, key);
        var answers = new List<StoredWindow>[requests.Count];
        for (int i = 0; i < answers.Length; i++)
        {
            answers[i] = [];
        }

        long rows = 0;
        int last = 0;
        await using NpgsqlDataReader reader = await command.ExecuteReaderAsync(cancellationToken);
        while (await reader.ReadAsync(cancellationToken))
        {
            last = (int)reader.GetInt64(0) - 1;
            answers[last].Add(Read(table, reader));
            rows++;
        }

        // At the limit, the last answer may be incomplete.
        return rows < maxRows ? answers : answers[..last];
    }

    private static StoredWindow Read(ViewTable table, NpgsqlDataReader reader) => reader.IsDBNull(3)
        ? throw new InvalidOperationException(
            $"A row of '{table.Name}' has no {ViewTable.StateColumn}: it was not written by this service. Restore the table " +
            "from a backup, or run ./pathway reset.")
        : new StoredWindow(reader.GetInt64(1), reader.GetInt64(2), reader.GetFieldValue<byte[]>(3));

    // Sessions that start before the scan are found by the last of them.
    private string Query(ViewTable table, ViewColumn[] key)
    {
        int count = key.Length;
        string name = PgText.Name(session.Schema, table.Name);
        string start = PgText.Name(table.Columns.First(column => column.Role == ViewColumnRole.WindowStart).Name);
        string end = PgText.Name(table.Columns.First(column => column.Role == ViewColumnRole.WindowEnd).Name);
        string same = string.Join(" AND ", key.Select((column, i) => $"v.{PgText.Name(column.Name)} = q.k{i}"));
        string columns = $"v.{start} AS window_from, v.{end} AS window_to, v.{ViewTable.StateColumn} AS state";
        string before = table.HasSessions
            ? $"""
                UNION ALL
                SELECT * FROM (
                    SELECT {columns} FROM {name} AS v WHERE {same} AND v.{start} < q.scan_from
                    ORDER BY v.{start} DESC LIMIT 1
                ) AS l WHERE l.window_to > q.range_from
                """
            : "";
        return $"""
            SELECT q.place, {Microseconds("w.window_from")}, {Microseconds("w.window_to")}, w.state
            FROM unnest({string.Join(", ", Enumerable.Range(1, count + 3).Select(i => $"${i}"))}) WITH ORDINALITY
                AS q ({string.Concat(key.Select((_, i) => $"k{i}, "))}scan_from, range_from, range_to, place)
            CROSS JOIN LATERAL (
                SELECT {columns} FROM {name} AS v
                WHERE {same} AND v.{start} >= q.scan_from AND v.{start} < q.range_to AND v.{end} > q.range_from
                {before}
            ) AS w
            ORDER BY q.place, w.window_from, w.window_to
            LIMIT ${count + 4}
            """;
    }

    private static string Microseconds(string time) => $"(extract(epoch FROM {time}) * 1000000)::bigint";

    private static void AddTimes(
        NpgsqlCommand command, IReadOnlyList<KeyReload> requests, Func<KeyReload, long> time) =>
        command.Parameters.Add(new NpgsqlParameter<long[]>
        {
            NpgsqlDbType = NpgsqlDbType.Array | NpgsqlDbType.TimestampTz,
            TypedValue = [.. requests.Select(request => Timestamptz.FromUnixMicroseconds(time(request)).Microseconds)],
        });
}
