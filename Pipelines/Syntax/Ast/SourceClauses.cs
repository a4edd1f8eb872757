using PathwayOrleans.Pipelines.Diagnostics;

namespace PathwayOrleans.Pipelines.Syntax.Ast;

/// <summary>A column of a source.</summary>
/// <param name="Name">Its name.</param>
/// <param name="Type">Its type.</param>
/// <param name="Options">What is said about it, in the order in which it is written.</param>
internal sealed record SourceColumnClause(SqlName Name, SqlTypeName Type, SqlList<ColumnOption> Options);

/// <summary>What is said about a column.</summary>
/// <param name="Span">Its place.</param>
internal abstract record ColumnOption(SourceSpan Span);

/// <summary><c>PATH '…'</c>.</summary>
internal sealed record PathOption(StringLiteral Path, SourceSpan Span) : ColumnOption(Span);

/// <summary><c>FORMAT '…'</c>.</summary>
internal sealed record TimeFormatOption(StringLiteral Format, SourceSpan Span) : ColumnOption(Span);

/// <summary><c>NOT NULL</c>.</summary>
internal sealed record NotNullOption(SourceSpan Span) : ColumnOption(Span);

/// <summary><c>DEFAULT value ON EMPTY</c>.</summary>
internal sealed record DefaultOption(SqlExpression Value, SourceSpan Span) : ColumnOption(Span);

/// <summary><c>NULL ON ERROR</c>.</summary>
internal sealed record NullOnErrorOption(SourceSpan Span) : ColumnOption(Span);

/// <summary><c>AS (expression)</c>.</summary>
internal sealed record ComputedOption(SqlExpression Expression, SourceSpan Span) : ColumnOption(Span);

/// <summary><c>WATERMARK FOR column AS expression</c>.</summary>
internal sealed record WatermarkClause(SqlName Column, SqlExpression Expression, SourceSpan Span);

/// <summary><c>INCLUDE field ['header'] AS column</c>.</summary>
/// <param name="Field">What the broker knows.</param>
/// <param name="Header">The name of the header.</param>
/// <param name="Column">The column.</param>
/// <param name="Span">The place of the clause.</param>
internal sealed record IncludeClause(SqlName Field, StringLiteral? Header, SqlName Column, SourceSpan Span);

/// <summary><c>FORMAT … ENCODE … [(options)]</c>.</summary>
internal sealed record FormatClause(SqlName Format, SqlName Encoding, SqlList<SqlOption> Options, SourceSpan Span);
