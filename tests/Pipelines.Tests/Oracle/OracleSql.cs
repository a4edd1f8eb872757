using PathwayOrleans.Pipelines.Binding;
using PathwayOrleans.Pipelines.Diagnostics;
using PathwayOrleans.Pipelines.Syntax;
using PathwayOrleans.Pipelines.Syntax.Ast;

namespace PathwayOrleans.Pipelines.Tests.Oracle;

/// <summary>Turns the SELECT of a materialized view into one that Postgres runs over a table of all events.</summary>
/// <param name="pipeline">The pipeline.</param>
internal sealed class OracleSql(PipelineDefinition pipeline)
{
    /// <summary>The order of events: by time, then by position.</summary>
    internal const string EventOrder = "pathway_us(pathway_time), pathway_position, pathway_partition";

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
            $"({From(view)}) AS {alias}",
            view.Sql.AsSpan(end, query.Span.End - end));
    }

    /// <summary>The number of events that are late for a session, which this oracle does not cover.</summary>
    internal string LateForSession(MaterializedViewDefinition view) =>
        $"SELECT count(*) FROM {Name(pipeline.Source.Name)} WHERE pathway_us(pathway_time) + " +
        $"{view.Window!.Size.FixedMicroseconds + view.AllowedLatenessMicroseconds} <= pathway_watermark";

    private static int EndOf(string sql, FromClause from) => from.Arguments is { } arguments
        ? sql.IndexOf(')', arguments[^1].Value.Span.End) + 1
        : from.Name.Span.End;

    private string From(MaterializedViewDefinition view)
    {
        string source = Name(pipeline.Source.Name);
        if (view.Window is not { } window)
        {
            return $"SELECT * FROM {source} ORDER BY {EventOrder}";
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
            ORDER BY {EventOrder}
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

    // Only events that pass WHERE make sessions. An event at the end of a session begins the next one.
    private string Session(MaterializedViewDefinition view, WindowDefinition window, string source)
    {
        long gap = window.Size.FixedMicroseconds!.Value;
        string keys = string.Join(", ", pipeline.KeyColumns.Select(key => Name(key.Name)));
        string filter = view.Filter is { } condition ? $"WHERE {condition}" : "";
        return $"""
            SELECT z.*, pathway_time(min(z.pathway_at) OVER n) AS window_start,
                pathway_time(max(z.pathway_at) OVER n + {gap}) AS window_end
            FROM (
                SELECT y.*, sum(y.pathway_begins) OVER (PARTITION BY {keys} ORDER BY {EventOrder}) AS pathway_session
                FROM (
                    SELECT x.*, CASE
                        WHEN x.pathway_at < lag(x.pathway_at) OVER (PARTITION BY {keys} ORDER BY {EventOrder}) + {gap} THEN 0
                        ELSE 1
                    END AS pathway_begins
                    FROM (SELECT *, pathway_us({Name(window.Time.Name)}) AS pathway_at FROM {source} {filter}) AS x
                ) AS y
            ) AS z
            WINDOW n AS (PARTITION BY {keys}, z.pathway_session)
            ORDER BY {EventOrder}
            """;
    }
}
