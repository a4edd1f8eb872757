using System.Globalization;
using Npgsql;
using PathwayOrleans.Configuration;
using PathwayOrleans.Pipelines;
using PathwayOrleans.Pipelines.Binding;
using PathwayOrleans.Pipelines.Compilation;
using PathwayOrleans.Storage.Views;

namespace PathwayOrleans.Storage.Schema;

/// <summary>
/// The part of migration 15 that follows the repeatable scripts: a service that has counted without a pipeline gets the built-in
/// one, with a view for each window that was named in its configuration. The rows of <c>user_windows</c> move to the tables of
/// these views. States of users are converted when they are read (<see cref="Pipelines.State.CountingState"/>). The caller holds
/// the lock of the schema and has begun a transaction.
/// </summary>
internal sealed class WindowsToViews(NpgsqlConnection connection, string schema, CancellationToken cancellationToken)
{
    // What Postgres keeps of a name, less what is appended for companions and for names that are taken.
    private const int LongestName = 48;

    private static readonly string[] OldTables = ["user_windows", "window_definitions"];

    private static readonly string[] OldViews = ["window_totals", "closed_windows", "open_windows", "window_clocks"];

    /// <summary>Does nothing if it was done before.</summary>
    /// <exception cref="ConfigurationRejectedException">Objects of the operator need what is to be deleted.</exception>
    internal async Task RunAsync()
    {
        if (!await IsTrueAsync("SELECT to_regclass('user_windows') IS NOT NULL"))
        {
            return;
        }

        await RequireNoDependentsAsync();
        List<EarlierWindow> windows = await ReadWindowsAsync();
        bool hasPipeline = await IsTrueAsync("SELECT EXISTS (SELECT FROM pathway_pipelines)");
        if (hasPipeline)
        {
            await AddDroppedAsync(windows);
        }
        else if (windows.Count > 0 || await IsTrueAsync(
            "SELECT EXISTS (SELECT FROM source_progress) OR EXISTS (SELECT FROM events) OR EXISTS (SELECT FROM dead_letters)"))
        {
            await RegisterAsync(windows);
        }

        // The view of the totals continues the states of users.
        await ExecuteAsync(
            "UPDATE pipeline_views SET counted_as = $1 WHERE name = $2", StoredViewName.Totals, BuiltInPipeline.View);
        await ExecuteAsync($"DROP VIEW {string.Join(", ", OldViews)}; DROP TABLE {string.Join(", ", OldTables)}");
    }

    private async Task RequireNoDependentsAsync()
    {
        var others = new SortedSet<string>(StringComparer.Ordinal);
        foreach (string name in OldTables.Concat(OldViews))
        {
            others.UnionWith((await DependentObjects.FindAsync(connection, schema, name, cancellationToken)).Except(OldViews));
        }

        if (others.Count > 0)
        {
            throw new ConfigurationRejectedException(
                "The upgrade moves the rows of user_windows to a table for each window, and other objects of the database need " +
                $"it or one of its views: {string.Join(", ", others)}. Delete these objects, upgrade, and create them over the " +
                "new tables (docs/windows.md).");
        }
    }

    private async Task RegisterAsync(List<EarlierWindow> windows)
    {
        PipelineDefinition pipeline = Bind(windows);
        var registration = new PipelineRegistration(
            schema, pipeline, TimeSpan.FromMilliseconds(windows.Select(window => window.IdleTimeout).Append(60_000).Max()), false)
        {
            IsEarlier = true,
        };
        RegisteredPipeline registered = await registration.RunAsync(connection, cancellationToken);
        await ExecuteAsync(
            "UPDATE pathway_pipelines SET source = array_replace(source, $1, $2) WHERE generation = $3",
            PipelineText.Rest(pipeline.Source)[0],
            PipelineText.AnyWatermark,
            registered.Generation);
        foreach (EarlierWindow window in windows)
        {
            await MoveRowsAsync(window, registered.Views.Single(view => view.Table.Name == window.View));
        }
    }

    // A service that went on with a pipeline of its own has not counted these windows since.
    private async Task AddDroppedAsync(List<EarlierWindow> windows)
    {
        PipelineDefinition pipeline = Bind(windows);
        var rows = new PipelineRows(connection, cancellationToken);
        foreach (EarlierWindow window in windows)
        {
            MaterializedViewDefinition view = pipeline.MaterializedViews.Single(view => view.Name == window.View);
            var table = ViewTable.Of(view, [BuiltInPipeline.UserId]);
            (int number, DateTimeOffset? since) = await rows.InsertAsync(table, PipelineText.View(view), countsAll: true);
            await rows.CreateAsync(schema, table, number, exists: false);
            await MoveRowsAsync(window, new RegisteredView(number, table, since));
            await rows.DropAsync([view.Name]);
        }
    }

    private static PipelineDefinition Bind(IEnumerable<EarlierWindow> windows) =>
        PipelineBinder.Bind(BuiltInPipeline.Sql + string.Concat(windows.Select(window => window.Sql)));

    // Accumulators have the form that AccumulatorCodec writes.
    private async Task MoveRowsAsync(EarlierWindow window, RegisteredView view)
    {
        string reopened = PgText.Name(schema, ViewTableSql.ReopenedName(view.Number));
        await ExecuteAsync(
            $"""
            INSERT INTO {PgText.Name(schema, window.View)} (
                user_id, window_start, window_end, count, total_value, min_value, max_value, first_time, last_time, pathway_state)
            SELECT
                w.user_id, pathway_event_time(w.window_start), pathway_event_time(w.window_end), w.count, w.total_value, w.min_value,
                w.max_value, w.first_time, w.last_time,
                convert_to(
                    format(
                        '[%s,[%s,"%s"],[%s,"%s"],[%s,"%s"],[%s,"%s"],[%s,"%s"]]', w.count, w.count, w.total_value, w.count, w.min_value,
                        w.count, w.max_value, w.count, w.first_time, w.count, w.last_time),
                    'UTF8')
            FROM user_windows AS w WHERE w.window_name = $1
            """,
            window.Name);
        await ExecuteAsync(
            $"""
            INSERT INTO {reopened}
            SELECT w.user_id, pathway_event_time(w.window_start), w.reopened_at
            FROM user_windows AS w WHERE w.window_name = $1 AND w.reopened_at IS NOT NULL
            """,
            window.Name);
        await ExecuteAsync(
            """
            UPDATE pipeline_views AS v SET
                counted_as = $1,
                closed_through = (
                    SELECT pathway_event_time(d.closed_through) FROM window_definitions AS d WHERE d.window_name = $1)
            WHERE v.number = $2
            """,
            window.Name,
            view.Number);
    }

    private async Task<List<EarlierWindow>> ReadWindowsAsync()
    {
        var windows = new List<EarlierWindow>();
        List<object[]> found = await RowsAsync(
            """
            SELECT n.name, d.kind, d.size, d.hop, d.gap, d.origin, coalesce(d.lateness, 0), coalesce(d.idle_timeout, 60000),
                (SELECT min(w.window_end - w.last_time) FROM user_windows AS w WHERE d.kind IS NULL AND w.window_name = n.name)
            FROM (
                SELECT d.window_name AS name FROM window_definitions AS d
                UNION SELECT w.window_name FROM user_windows AS w
            ) AS n
            LEFT JOIN window_definitions AS d ON d.window_name = n.name
            ORDER BY n.name
            """);
        foreach (object[] row in found)
        {
            string name = (string)row[0];
            string view = await FreeNameAsync(name, windows);
            long lateness = (long)row[6];
            string sql = row[1] switch
            {
                "tumbling" => BuiltInWindow.Tumbling(view, (long)row[2], (long)row[5], lateness),
                "sliding" => BuiltInWindow.Sliding(view, (long)row[2], (long)row[3], (long)row[5], lateness),
                "session" => BuiltInWindow.Session(view, (long)row[4], lateness),

                // Its definition is lost.
                _ => BuiltInWindow.Session(view, Math.Max(1, (long)row[8]), lateness),
            };
            windows.Add(new EarlierWindow(name, view, sql, (long)row[7]));
        }

        return windows;
    }

    // Names of windows were free. Those of views are names of tables too.
    private async Task<string> FreeNameAsync(string name, List<EarlierWindow> taken)
    {
        string start = name.Length > LongestName ? name[..LongestName] : name;
        for (int i = 0; ; i++)
        {
            string candidate = i switch
            {
                0 => start,
                1 => $"windows_{start}",
                _ => string.Create(CultureInfo.InvariantCulture, $"windows_{start}_{i}"),
            };
            string companion = ViewTableSql.StatusName(candidate);
            bool isTaken = Names.IsOwn(candidate) || Names.IsOwn(companion) || candidate == BuiltInPipeline.View
                || taken.Exists(other => other.View == candidate || other.View == companion)
                || await IsTrueAsync(
                    "SELECT EXISTS (SELECT FROM pg_class " +
                    "WHERE relnamespace = current_schema()::regnamespace AND relname IN ($1, $2))",
                    candidate,
                    companion);
            if (!isTaken)
            {
                return candidate;
            }
        }
    }

    private async Task<bool> IsTrueAsync(string sql, params object[] values)
    {
        await using NpgsqlCommand command = Create(sql, values);
        return await command.ExecuteScalarAsync(cancellationToken) is true;
    }

    private async Task ExecuteAsync(string sql, params object[] values)
    {
        await using NpgsqlCommand command = Create(sql, values);
        await command.ExecuteNonQueryAsync(cancellationToken);
    }

    private async Task<List<object[]>> RowsAsync(string sql)
    {
        var rows = new List<object[]>();
        await using NpgsqlCommand command = Create(sql, []);
        await using NpgsqlDataReader reader = await command.ExecuteReaderAsync(cancellationToken);
        while (await reader.ReadAsync(cancellationToken))
        {
            object[] row = new object[reader.FieldCount];
            reader.GetValues(row);
            rows.Add(row);
        }

        return rows;
    }

    private NpgsqlCommand Create(string sql, object[] values)
    {
        var command = new NpgsqlCommand(sql, connection);
        foreach (object value in values)
        {
            command.Parameters.Add(new NpgsqlParameter { Value = value });
        }

        return command;
    }

    /// <summary>A window that was named in the configuration.</summary>
    /// <param name="Name">Its name.</param>
    /// <param name="View">The name of its view.</param>
    /// <param name="Sql">The view.</param>
    /// <param name="IdleTimeout">The idle timeout that it was stored with, in milliseconds.</param>
    private sealed record EarlierWindow(string Name, string View, string Sql, long IdleTimeout);
}
