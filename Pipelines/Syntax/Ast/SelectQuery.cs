using PathwayOrleans.Pipelines.Diagnostics;

namespace PathwayOrleans.Pipelines.Syntax.Ast;

/// <summary>The query of a materialized view.</summary>
internal sealed record SelectQuery(
    SqlList<SelectItem> Items, FromClause From, SqlExpression? Where, SqlList<SqlExpression> GroupBy, SourceSpan Span);

internal sealed record SelectItem(SqlExpression Expression, SqlName? Alias);

/// <summary>A source, or a window function over it.</summary>
/// <param name="Name">The source or the window function.</param>
/// <param name="Alias">Another name for it in this query.</param>
/// <param name="Arguments">The arguments of the window function; null without one.</param>
/// <param name="Span">Its place.</param>
internal sealed record FromClause(SqlName Name, SqlName? Alias, SqlList<WindowArgument>? Arguments, SourceSpan Span);

/// <summary>An argument of a window function, perhaps named (<c>time_zone => '…'</c>).</summary>
internal sealed record WindowArgument(SqlName? Name, SqlExpression Value);
