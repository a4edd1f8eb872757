using Npgsql;
using PathwayOrleans.Pipelines;
using PathwayOrleans.Pipelines.Binding;
using PathwayOrleans.Storage.Configuration;
using PathwayOrleans.Storage.Reading.Queries;
using PathwayOrleans.Storage.Reading.Reports;
using PathwayOrleans.Storage.Views;

namespace PathwayOrleans.Storage.Reading.Views;

/// <summary>The materialized views of a service.</summary>
/// <param name="queries">Where statements run.</param>
/// <param name="serviceId">The service; null: the one of the connection.</param>
public sealed class ViewCatalog(IQueries queries, string? serviceId = null)
{
    // The lines of the view of the built-in pipeline, for a service without a registered pipeline. Without use as soon as the
    // built-in pipeline is registered like any other.
    private static readonly Lazy<MaterializedViewDefinition> BuiltIn = new(
        () => PipelineBinder.Bind(BuiltInPipeline.Sql).MaterializedViews.Single());

    private readonly Sql _schema = serviceId is null
        ? Sql.Text("current_schema()")
        : Sql.Text(PgText.Literal(ServiceId.Schema(serviceId)));

    /// <summary>The views, in the order in which they were added.</summary>
    public Task<IReadOnlyList<ViewDescription>> ListAsync(CancellationToken cancellationToken)
    {
        Sql table = Table("pipeline_views");
        string[] builtIn = [.. PipelineText.View(BuiltIn.Value)];
        Sql sql =
            $"""
            SELECT v.name, v.number, v.definition, v.since, v.state, v.sql, v.windowed, c.names, c.types, c.identity
            FROM (
                SELECT p.name, p.number, p.definition, p.since, p.state, p.sql, p.window_length IS NOT NULL AS windowed
                FROM {table} AS p
                UNION ALL
                SELECT {BuiltIn.Value.Name}, 0, {builtIn}, NULL, 'written', {BuiltIn.Value.Sql}, false
                WHERE NOT EXISTS (SELECT FROM {table})
            ) AS v
            CROSS JOIN LATERAL (
                SELECT
                    array_agg(a.attname::text ORDER BY a.attnum) AS names,
                    array_agg(format_type(a.atttypid, NULL) ORDER BY a.attnum) AS types,
                    array_agg(a.attname::text ORDER BY array_position(i.indkey::int2[], a.attnum))
                        FILTER (WHERE a.attnum = ANY (i.indkey::int2[])) AS identity
                FROM pg_attribute AS a
                JOIN pg_index AS i ON i.indrelid = a.attrelid AND i.indisprimary
                WHERE a.attrelid = to_regclass(format('%I.%I', {_schema}, v.name)) AND a.attnum > 0 AND NOT a.attisdropped
                    AND a.attname <> {ViewTable.StateColumn}
            ) AS c
            WHERE c.names IS NOT NULL
            ORDER BY v.number
            """;
        return queries.ReadAsync(sql, Read, cancellationToken);
    }

    /// <summary>Finds a view.</summary>
    /// <param name="parameter">The parameter with its name.</param>
    /// <param name="name">Its name.</param>
    /// <param name="cancellationToken">Cancels the query.</param>
    /// <exception cref="UnknownSubjectException">There is none; the message has the nearest one, or all.</exception>
    /// <exception cref="ReportParameterException">The name is empty.</exception>
    public async Task<ViewDescription> RequireAsync(string parameter, string name, CancellationToken cancellationToken)
    {
        IReadOnlyList<ViewDescription> views = await ListAsync(cancellationToken);
        return views.FirstOrDefault(view => view.Name == name) ?? throw (name.Length == 0
            ? new ReportParameterException(
                parameter, null, $"it must be one of {ReportSubjects.Join(views.Select(view => view.Name))}")
            : new UnknownSubjectException(parameter, name, await DescribeUnknownAsync(name, views, cancellationToken)));
    }

    /// <summary>Why there is no report of a view of this name, as the end of a sentence.</summary>
    /// <param name="name">The name, which none of the views has.</param>
    /// <param name="views">The views.</param>
    /// <param name="cancellationToken">Cancels the query.</param>
    internal async Task<string> DescribeUnknownAsync(
        string name, IReadOnlyList<ViewDescription> views, CancellationToken cancellationToken)
    {
        IReadOnlyList<(string Name, string InSchema)> plain = await queries.ReadAsync(
            $"SELECT p.name, format('%I.%I', {_schema}, p.name) FROM {Table("pathway_plain_views")} AS p ORDER BY p.place",
            row => (row.GetString(0), row.GetString(1)),
            cancellationToken);
        if (plain.FirstOrDefault(view => view.Name == name).InSchema is { } found)
        {
            return $"it is a plain view, which is read with psql: SELECT * FROM {found}";
        }

        string suggestion = ReportSubjects.Suggest(name, views.Select(view => view.Name));
        string others = plain.Count == 0
            ? ""
            : $"; plain views are read with psql: {ReportSubjects.Join(plain.Select(view => view.Name))}";
        return $"there is no such view; {suggestion}{others}";
    }

    private Sql Table(string name) =>
        Sql.Text(serviceId is null ? name : PgText.Name(ServiceId.Schema(serviceId), name));

    // The line of a column is its expression and its name. A column that was added to the table has none.
    private static string ExpressionOf(string column, string[] definition)
    {
        string end = $" AS {PgText.Name(column)}";
        return Array.FindLast(definition, line => line.EndsWith(end, StringComparison.Ordinal))?[..^end.Length] ?? "";
    }

    private static ViewDescription Read(NpgsqlDataReader row)
    {
        string[] definition = row.GetFieldValue<string[]>(2);
        string[] names = row.GetFieldValue<string[]>(7);
        string[] types = row.GetFieldValue<string[]>(8);
        string[] identity = row.GetFieldValue<string[]>(9);

        var columns = new List<ViewColumnDescription>();
        for (int i = 0; i < names.Length; i++)
        {
            string expression = ExpressionOf(names[i], definition);
            string role = expression switch
            {
                Names.WindowStart => ViewColumnDescription.Start,
                Names.WindowEnd => ViewColumnDescription.End,
                _ when identity.Contains(names[i]) => ViewColumnDescription.Key,
                _ => ViewColumnDescription.Value,
            };

            // A bound that is selected twice is a value the second time.
            bool isFirst = role == ViewColumnDescription.Key || columns.TrueForAll(column => column.Role != role);
            columns.Add(new ViewColumnDescription(
                names[i], types[i], isFirst ? role : ViewColumnDescription.Value, ColumnTotals.Of(expression)));
        }

        ViewColumnDescription[] found = [.. identity.Select(name => columns.First(column => column.Name == name))];
        return new ViewDescription(
            row.GetString(0),
            row.GetBoolean(6),
            [.. found.Where(column => column.Role == ViewColumnDescription.Key).Select(column => column.Name)],
            columns,
            row.IsDBNull(3) ? null : row.GetFieldValue<DateTimeOffset>(3),
            row.GetString(4),
            row.GetString(5))
        {
            Number = row.GetInt32(1),
            Identity = found,
        };
    }
}
