using PathwayOrleans.Pipelines.Diagnostics;

namespace PathwayOrleans.Pipelines.Syntax.Ast;

/// <summary>A statement of a pipeline.</summary>
/// <param name="Name">What it creates.</param>
/// <param name="Span">Its place, without the semicolon.</param>
internal abstract record SqlStatement(SqlName Name, SourceSpan Span);

/// <summary><c>CREATE SOURCE</c>.</summary>
/// <param name="Name">The name of the source.</param>
/// <param name="Columns">Its columns.</param>
/// <param name="Watermarks">Its watermark clauses; one is allowed.</param>
/// <param name="Includes">What the broker knows.</param>
/// <param name="Options">The options of <c>WITH</c>.</param>
/// <param name="Format">The format of its messages.</param>
/// <param name="Span">Its place.</param>
internal sealed record CreateSource(
    SqlName Name,
    SqlList<SourceColumnClause> Columns,
    SqlList<WatermarkClause> Watermarks,
    SqlList<IncludeClause> Includes,
    SqlList<SqlOption> Options,
    FormatClause? Format,
    SourceSpan Span)
    : SqlStatement(Name, Span);

/// <summary><c>CREATE MATERIALIZED VIEW</c>.</summary>
internal sealed record CreateMaterializedView(SqlName Name, SqlList<SqlOption> Options, SelectQuery Query, SourceSpan Span)
    : SqlStatement(Name, Span);

/// <summary><c>CREATE VIEW</c>. Postgres reads its query.</summary>
/// <param name="Name">The name of the view.</param>
/// <param name="Query">The text after <c>AS</c>.</param>
/// <param name="QuerySpan">Its place.</param>
/// <param name="Span">The place of the statement.</param>
internal sealed record CreateView(SqlName Name, string Query, SourceSpan QuerySpan, SourceSpan Span) : SqlStatement(Name, Span);

/// <summary><c>name = value</c> in <c>WITH</c> or after <c>ENCODE</c>.</summary>
internal sealed record SqlOption(SqlName Name, string Value, SourceSpan ValueSpan);
