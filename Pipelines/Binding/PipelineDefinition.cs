namespace PathwayOrleans.Pipelines.Binding;

/// <summary>A checked pipeline.</summary>
/// <param name="Source">What is read.</param>
/// <param name="KeyColumns">What all materialized views group by, in the order of the first view.</param>
/// <param name="MaterializedViews">The materialized views; at least one.</param>
/// <param name="Views">The plain views, which Postgres evaluates.</param>
internal sealed record PipelineDefinition(
    SourceDefinition Source,
    IReadOnlyList<SourceColumn> KeyColumns,
    IReadOnlyList<MaterializedViewDefinition> MaterializedViews,
    IReadOnlyList<ViewDefinition> Views);

/// <summary>A view of Postgres.</summary>
/// <param name="Name">Its name.</param>
/// <param name="Query">Its query, as it is written.</param>
internal sealed record ViewDefinition(string Name, string Query);

/// <summary>A materialized view.</summary>
/// <param name="Name">Its name.</param>
/// <param name="Sql">Its statement, as it is written.</param>
/// <param name="Window">Its window; null without one.</param>
/// <param name="AllowedLatenessMicroseconds">How long after its end a window accepts late events.</param>
/// <param name="Filter">The condition for events that count; null without one.</param>
/// <param name="Outputs">Its columns in the order of the select list.</param>
/// <param name="Aggregates">What is maintained per row, each once.</param>
internal sealed record MaterializedViewDefinition(
    string Name,
    string Sql,
    WindowDefinition? Window,
    long AllowedLatenessMicroseconds,
    BoundExpression? Filter,
    IReadOnlyList<OutputColumn> Outputs,
    IReadOnlyList<AggregateCall> Aggregates);

/// <summary>A column of a materialized view.</summary>
/// <param name="Name">Its name.</param>
/// <param name="Expression">Its value, of keys, window bounds and aggregates.</param>
/// <param name="Sql">Its expression, as it is written.</param>
internal sealed record OutputColumn(string Name, BoundExpression Expression, string Sql);

/// <summary>The kinds of windows.</summary>
internal enum WindowKind
{
    Tumble,
    Hop,
    Cumulate,
    Session,
}

/// <summary>The windows of a view.</summary>
/// <param name="Kind">Their kind.</param>
/// <param name="Time">The column with the event time.</param>
/// <param name="Size">Their length; for sessions the gap that ends one.</param>
/// <param name="Step">The distance between starts (HOP) or ends (CUMULATE); otherwise null.</param>
/// <param name="Offset">How far starts are moved.</param>
/// <param name="TimeZone">The zone whose calendar gives the windows; null for windows of fixed length.</param>
internal sealed record WindowDefinition(
    WindowKind Kind, SourceColumn Time, PgInterval Size, PgInterval? Step, PgInterval Offset, string? TimeZone);
