using PathwayOrleans.Pipelines.Binding;
using PathwayOrleans.Pipelines.Diagnostics;
using PathwayOrleans.Pipelines.Syntax;
using PathwayOrleans.Pipelines.Syntax.Ast;

namespace PathwayOrleans.Pipelines.Oracle;

/// <summary>Turns the SELECT of a materialized view into one that Postgres runs over a table of all events.</summary>
/// <param name="pipeline">The pipeline.</param>
internal sealed class OracleSql(PipelineDefinition pipeline)
{
    /// <summary>The order of events: by time, then by position.</summary>
    private const string EventOrder = "pathway_us(pathway_time), pathway_position, pathway_partition";

    /// <summary>A name in quotes.</summary>
    internal static string Name(string name) => $"\"{name.Replace("\"", "\"\"", StringComparison.Ordinal)}\"";

    /// <summary>The query. It is the text of the view with another FROM.</summary>
    internal string Select(MaterializedViewDefinition view)
    {
        var diagnostics = new DiagnosticBag(new SourceText(view.Sql));
        SelectQuery query = PipelineParser.Parse(diagnostics).OfType<CreateMaterializedView>().Single().Query;
        FromClause from = query.From;
        int end = from.Alias?.Span.End ?? EndOf(view.Sql, from);
        string alias = Name(from.Alias?.Text ?? pipeline.Source.Name);
        return string.Concat(
            view.Sql.AsSpan(query.Span.Start, from.Name.Span.Start - query.Span.Start),
            $"({From(view)} ORDER BY {Order(view, query)}) AS {alias}",
            view.Sql.AsSpan(end, query.Span.End - end));
    }

    /// <summary>
    /// The events that are late for one of their windows; of a view without sessions. The view is the n-th of the pipeline.
    /// </summary>
    internal string InsertLate(MaterializedViewDefinition view, int number) =>
        $"""
        INSERT INTO pathway_late
        SELECT DISTINCT pathway_partition, pathway_position, {number} FROM {Name(pipeline.Source.Name)} AS s
        CROSS JOIN LATERAL ({Windows(view.Window!)}) AS w
        {Where(view, "AND")} pathway_us(w.window_end) + {view.AllowedLatenessMicroseconds} <= s.pathway_watermark
        """;

    /// <summary>The events that may belong to sessions, in the order of each partition, with a number of their key.</summary>
    internal string SelectForSessions(MaterializedViewDefinition view) =>
        $"""
        SELECT pathway_partition, pathway_position, dense_rank() OVER (ORDER BY {Keys}),
            pathway_us({Name(view.Window!.Time.Name)}), pathway_watermark
        FROM {Name(pipeline.Source.Name)} {Where(view)} ORDER BY pathway_partition, pathway_position
        """;

    /// <summary>Whether the order in which rows arrive matters to an aggregate of a view.</summary>
    internal static bool NeedsOrder(MaterializedViewDefinition view) =>
        view.Aggregates.Any(aggregate => aggregate.Signature.Name is "first_value" or "last_value");

    /// <summary>Whether a line of a plan is the sort of the events, and not one by which their order is lost.</summary>
    internal static bool SortsEvents(string line) => line.Contains("pathway_position", StringComparison.Ordinal);

    /// <summary>The number of events that pass the WHERE of a view.</summary>
    internal string CountCounted()
    {
        IEnumerable<string> filters = pipeline.MaterializedViews.Select(view => $"({view.Filter?.ToString() ?? "true"})");
        return $"SELECT count(*) FILTER (WHERE {string.Join(" OR ", filters)}) FROM {Name(pipeline.Source.Name)}";
    }

    private static int EndOf(string sql, FromClause from) => from.Arguments is { } arguments
        ? sql.IndexOf(')', arguments[^1].Value.Span.End) + 1
        : from.Name.Span.End;

    // Postgres has no groups in a hash table beside WITHIN GROUP. Rows that arrive in the order of the groups need no other sort.
    private static string Order(MaterializedViewDefinition view, SelectQuery query) =>
        NeedsOrder(view) && view.Aggregates.Any(aggregate => aggregate.SortedBy is not null)
            ? string.Join(
                ", ", query.GroupBy.Cast<ColumnExpression>().Select(column => Name(column.Name.Text)).Append(EventOrder))
            : EventOrder;

    private string From(MaterializedViewDefinition view)
    {
        string source = Name(pipeline.Source.Name);
        if (view.Window is not { } window)
        {
            return $"SELECT * FROM {source}";
        }

        if (window.Kind == WindowKind.Session)
        {
            return Session(view, window, source);
        }

        // An event is late for a window if the watermark before it has reached the end of the window plus the lateness.
        return $"""
            SELECT s.*, w.window_start, w.window_end FROM {source} AS s
            CROSS JOIN LATERAL ({Windows(window)}) AS w
            WHERE s.pathway_watermark IS NULL
                OR pathway_us(w.window_end) + {view.AllowedLatenessMicroseconds} > s.pathway_watermark
            """;
    }

    private static string Windows(WindowDefinition window)
    {
        string time = $"pathway_us(s.{Name(window.Time.Name)})";
        if (window.TimeZone is { } zone)
        {
            string start = $"date_trunc('{Unit(window.Size)}', pathway_time({time}), '{zone}')";
            string size = $"make_interval(months => {window.Size.Months}, days => {window.Size.Days})";
            return $"SELECT c.b AS window_start, (c.b AT TIME ZONE '{zone}' + {size}) AT TIME ZONE '{zone}' AS window_end " +
                $"FROM (SELECT {start} AS b) AS c";
        }

        long length = window.Size.FixedMicroseconds!.Value;
        long offset = window.Offset.FixedMicroseconds ?? 0;
        long step = window.Step?.FixedMicroseconds ?? length;
        return window.Kind switch
        {
            WindowKind.Tumble =>
                $"SELECT pathway_time(c.b) AS window_start, pathway_time(c.b + {length}) AS window_end " +
                $"FROM (SELECT pathway_floor({time} - {offset}, {length}) + {offset} AS b) AS c",
            WindowKind.Hop =>
                $"SELECT pathway_time(c.b) AS window_start, pathway_time(c.b + {length}) AS window_end FROM (" +
                $"SELECT pathway_floor({time} - {offset}, {step}) + {offset} - i::bigint * {step} AS b " +
                $"FROM generate_series(0, {length / step}) AS i) AS c WHERE c.b + {length} > {time}",
            WindowKind.Cumulate =>
                $"SELECT pathway_time(c.b) AS window_start, pathway_time(c.b + i::bigint * {step}) AS window_end " +
                $"FROM (SELECT pathway_floor({time} - {offset}, {length}) + {offset} AS b) AS c, " +
                $"generate_series(1, {length / step}) AS i WHERE c.b + i::bigint * {step} > {time}",
            _ => throw new ArgumentOutOfRangeException(nameof(window), window.Kind, null),
        };
    }

    private static string Unit(PgInterval size) => size switch
    {
        { Days: 1 } => "day",
        { Days: 7 } => "week",
        { Months: 1 } => "month",
        { Months: 3 } => "quarter",
        { Months: 12 } => "year",
        _ => throw new NotSupportedException($"The oracle has no calendar windows of {size}."),
    };

    private string Keys => string.Join(", ", pipeline.KeyColumns.Select(key => Name(key.Name)));

    private static string Where(MaterializedViewDefinition view, string? and = null) => view.Filter is { } condition
        ? $"WHERE ({condition}) {and}"
        : and is null ? "" : "WHERE";

    // The sessions of events are computed before, because which event is late depends on the sessions that are open.
    private string Session(MaterializedViewDefinition view, WindowDefinition window, string source)
    {
        string time = $"pathway_us(s.{Name(window.Time.Name)})";
        return $"""
            SELECT s.*, pathway_time(min({time}) OVER n) AS window_start,
                pathway_time(max({time}) OVER n + {window.Size.FixedMicroseconds}) AS window_end
            FROM {source} AS s
            JOIN pathway_sessions AS x ON x.view_number = {NumberOf(view)}
                AND x.event_partition = s.pathway_partition AND x.event_position = s.pathway_position
            WINDOW n AS (PARTITION BY x.session_number)
            """;
    }

    private int NumberOf(MaterializedViewDefinition view) => pipeline.MaterializedViews.ToList().IndexOf(view);
}
