using PathwayOrleans.Pipelines.Diagnostics;

namespace PathwayOrleans.Pipelines.Binding;

/// <summary>
/// An expression with its type. Its operands have exactly the types that the operation takes; conversions are explicit.
/// <see cref="ToString"/> gives SQL.
/// </summary>
/// <param name="Type">The type of its value.</param>
/// <param name="Span">Its place in the text of the pipeline.</param>
internal abstract record BoundExpression(SqlType Type, SourceSpan Span)
{
    public sealed override string ToString() => BoundRenderer.Render(this);

    /// <summary>The expressions that it is made of.</summary>
    internal virtual IEnumerable<BoundExpression> Parts => [];
}

/// <summary>A constant.</summary>
/// <param name="Type">Its type.</param>
/// <param name="Text">The text that Postgres reads as a value of the type; null for NULL.</param>
/// <param name="Span">Its place.</param>
internal sealed record BoundConstant(SqlType Type, string? Text, SourceSpan Span) : BoundExpression(Type, Span);

/// <summary>The value of a column of the source.</summary>
internal sealed record BoundColumn(SourceColumn Column, SourceSpan Span) : BoundExpression(Column.Type, Span);

/// <summary>The value of a key column of the view's row.</summary>
internal sealed record BoundKey(SourceColumn Column, SourceSpan Span) : BoundExpression(Column.Type, Span);

/// <summary>The start or the end of the window of the view's row.</summary>
internal sealed record BoundWindowBound(bool IsEnd, SourceSpan Span) : BoundExpression(SqlType.TimestampTz, Span);

/// <summary>The result of an aggregate of the view.</summary>
/// <param name="Index">Its place in the view's list of aggregates.</param>
/// <param name="Aggregate">The aggregate.</param>
/// <param name="Span">Its place in the text.</param>
internal sealed record BoundAggregateResult(int Index, AggregateCall Aggregate, SourceSpan Span)
    : BoundExpression(Aggregate.Type, Span);

/// <summary>An operator or a function.</summary>
/// <param name="Signature">Which one.</param>
/// <param name="IsOperator">Whether it is an operator.</param>
/// <param name="Arguments">Its operands or arguments.</param>
/// <param name="Span">Its place.</param>
internal sealed record BoundCall(
    Signature Signature, bool IsOperator, IReadOnlyList<BoundExpression> Arguments, SourceSpan Span)
    : BoundExpression(Signature.Result, Span)
{
    internal override IEnumerable<BoundExpression> Parts => Arguments;
}

/// <summary>A conversion.</summary>
internal sealed record BoundCast(BoundExpression Operand, SqlType Type, SourceSpan Span) : BoundExpression(Type, Span)
{
    internal override IEnumerable<BoundExpression> Parts => [Operand];
}

/// <summary>AND or OR of two conditions.</summary>
internal sealed record BoundLogical(bool IsAnd, BoundExpression Left, BoundExpression Right, SourceSpan Span)
    : BoundExpression(SqlType.Boolean, Span)
{
    internal override IEnumerable<BoundExpression> Parts => [Left, Right];
}

internal sealed record BoundNot(BoundExpression Operand, SourceSpan Span) : BoundExpression(SqlType.Boolean, Span)
{
    internal override IEnumerable<BoundExpression> Parts => [Operand];
}

/// <summary><c>IS [NOT] NULL | TRUE | FALSE | UNKNOWN</c>.</summary>
internal sealed record BoundTest(BoundExpression Operand, string Test, bool IsNegated, SourceSpan Span)
    : BoundExpression(SqlType.Boolean, Span)
{
    internal override IEnumerable<BoundExpression> Parts => [Operand];
}

/// <summary><c>IS [NOT] DISTINCT FROM</c>.</summary>
/// <param name="Equality">The comparison, for values that are not NULL.</param>
/// <param name="IsNegated">Whether <c>NOT</c> is there.</param>
/// <param name="Span">Its place.</param>
internal sealed record BoundDistinct(BoundCall Equality, bool IsNegated, SourceSpan Span)
    : BoundExpression(SqlType.Boolean, Span)
{
    internal override IEnumerable<BoundExpression> Parts => [Equality];
}

/// <summary><c>IN</c> of values that are all compared in the same way.</summary>
/// <param name="Equality">The comparison of the operand with an item.</param>
/// <param name="Operand">The operand.</param>
/// <param name="Items">The items.</param>
/// <param name="Span">Its place.</param>
internal sealed record BoundIn(
    Signature Equality, BoundExpression Operand, IReadOnlyList<BoundExpression> Items, SourceSpan Span)
    : BoundExpression(SqlType.Boolean, Span)
{
    internal override IEnumerable<BoundExpression> Parts => [Operand, .. Items];
}

/// <summary><c>CASE</c>. The comparisons of its operand, if it had one, are conditions.</summary>
internal sealed record BoundCase(
    SqlType Type, IReadOnlyList<BoundBranch> Branches, BoundExpression? Else, SourceSpan Span) : BoundExpression(Type, Span)
{
    internal override IEnumerable<BoundExpression> Parts =>
    [
        .. Branches.SelectMany(branch => (BoundExpression[])[branch.Condition, branch.Value]),
        .. Else is null ? [] : (BoundExpression[])[Else],
    ];
}

internal sealed record BoundBranch(BoundExpression Condition, BoundExpression Value);

/// <summary><c>COALESCE</c>, <c>GREATEST</c> or <c>LEAST</c>.</summary>
/// <param name="Name">Which one, in lower case.</param>
/// <param name="Type">The common type of its arguments.</param>
/// <param name="Arguments">Its arguments.</param>
/// <param name="Span">Its place.</param>
internal sealed record BoundChoice(string Name, SqlType Type, IReadOnlyList<BoundExpression> Arguments, SourceSpan Span)
    : BoundExpression(Type, Span)
{
    internal override IEnumerable<BoundExpression> Parts => Arguments;
}

/// <summary><c>NULLIF</c>: the left operand of the comparison, or NULL if it holds.</summary>
internal sealed record BoundNullIf(BoundCall Equality, SourceSpan Span)
    : BoundExpression(Equality.Arguments[0].Type, Span)
{
    internal override IEnumerable<BoundExpression> Parts => [Equality];
}
