using PathwayOrleans.Pipelines.Diagnostics;

namespace PathwayOrleans.Pipelines.Syntax.Ast;

/// <summary>
/// A scalar expression or an aggregate. <see cref="ToString"/> gives SQL with a parenthesis around every operation.
/// </summary>
/// <param name="Span">Its place.</param>
internal abstract record SqlExpression(SourceSpan Span)
{
    public sealed override string ToString() => SqlRenderer.Render(this);
}

/// <summary>A number without quotes, possibly with a minus sign.</summary>
internal sealed record NumberLiteral(string Text, SourceSpan Span) : SqlExpression(Span);

/// <summary>A string; its type depends on where it stands.</summary>
internal sealed record StringLiteral(string Value, SourceSpan Span) : SqlExpression(Span);

internal sealed record BooleanLiteral(bool Value, SourceSpan Span) : SqlExpression(Span);

internal sealed record NullLiteral(SourceSpan Span) : SqlExpression(Span);

/// <summary>A column, or <c>source.column</c>.</summary>
internal sealed record ColumnExpression(SqlName? Qualifier, SqlName Name, SourceSpan Span) : SqlExpression(Span);

/// <summary>An operator before its operand: <c>-</c>, <c>+</c> or <c>NOT</c>.</summary>
/// <param name="Operator">The operator in upper case.</param>
/// <param name="OperatorSpan">Its place.</param>
/// <param name="Operand">Its operand.</param>
/// <param name="Span">The place of the whole.</param>
internal sealed record UnaryExpression(string Operator, SourceSpan OperatorSpan, SqlExpression Operand, SourceSpan Span)
    : SqlExpression(Span);

/// <summary>An operator between two operands, <c>AND</c>, <c>OR</c>, <c>LIKE</c> and <c>IS DISTINCT FROM</c> included.</summary>
/// <param name="Operator">The operator in upper case.</param>
/// <param name="OperatorSpan">Its place.</param>
/// <param name="Left">The left operand.</param>
/// <param name="Right">The right operand.</param>
/// <param name="Span">The place of the whole.</param>
internal sealed record BinaryExpression(
    string Operator, SourceSpan OperatorSpan, SqlExpression Left, SqlExpression Right, SourceSpan Span)
    : SqlExpression(Span);

/// <summary><c>operand IS [NOT] NULL | TRUE | FALSE | UNKNOWN</c>.</summary>
/// <param name="Operand">The tested expression.</param>
/// <param name="Test">The last word in upper case.</param>
/// <param name="IsNegated">Whether <c>NOT</c> is there.</param>
/// <param name="Span">The place of the whole.</param>
internal sealed record IsExpression(SqlExpression Operand, string Test, bool IsNegated, SourceSpan Span) : SqlExpression(Span);

internal sealed record InExpression(
    SqlExpression Operand, SqlList<SqlExpression> Items, bool IsNegated, SourceSpan OperatorSpan, SourceSpan Span)
    : SqlExpression(Span);

internal sealed record BetweenExpression(
    SqlExpression Operand, SqlExpression Low, SqlExpression High, bool IsNegated, SourceSpan OperatorSpan, SourceSpan Span)
    : SqlExpression(Span);

/// <summary><c>CASE</c> with or without an operand.</summary>
internal sealed record CaseExpression(
    SqlExpression? Operand, SqlList<CaseBranch> Branches, SqlExpression? Else, SourceSpan Span) : SqlExpression(Span);

internal sealed record CaseBranch(SqlExpression When, SqlExpression Then);

/// <summary><c>operand::type</c>, <c>CAST(operand AS type)</c>, or <c>type 'literal'</c>.</summary>
internal sealed record CastExpression(SqlExpression Operand, SqlTypeName Type, SourceSpan Span) : SqlExpression(Span);

/// <summary>A type as it is written.</summary>
/// <param name="Text">Its words in lower case, with one space between them.</param>
/// <param name="Span">Its place.</param>
internal sealed record SqlTypeName(string Text, SourceSpan Span);

/// <summary>A call of a function or an aggregate.</summary>
/// <param name="Function">Its name.</param>
/// <param name="Arguments">Its arguments, without a <c>*</c>.</param>
/// <param name="IsStar">Whether the argument is <c>*</c>.</param>
/// <param name="WithinGroup">The expression of <c>WITHIN GROUP (ORDER BY …)</c>.</param>
/// <param name="Filter">The condition of <c>FILTER (WHERE …)</c>.</param>
/// <param name="Span">The place of the whole.</param>
internal sealed record CallExpression(
    SqlName Function,
    SqlList<SqlExpression> Arguments,
    bool IsStar,
    SqlExpression? WithinGroup,
    SqlExpression? Filter,
    SourceSpan Span)
    : SqlExpression(Span);
