using System.Runtime.CompilerServices;
using PathwayOrleans.Pipelines.Syntax.Ast;

namespace PathwayOrleans.Pipelines.Binding;

/// <summary>Writes a bound expression as SQL with every conversion.</summary>
internal static class BoundRenderer
{
    internal static string Render(BoundExpression expression)
    {
        RuntimeHelpers.EnsureSufficientExecutionStack();
        return RenderNode(expression);
    }

    private static string RenderNode(BoundExpression expression) => expression switch
    {
        BoundConstant constant => Constant(constant),
        BoundColumn column => SqlRenderer.Name(column.Column.Name),
        BoundKey key => SqlRenderer.Name(key.Column.Name),
        BoundWindowBound bound => bound.IsEnd ? "window_end" : "window_start",
        BoundAggregateResult result => $"{result.Aggregate}",
        BoundCall call => Call(call),
        BoundCast cast => $"CAST({cast.Operand} AS {cast.Type.Name()})",
        BoundLogical logical => $"({logical.Left} {(logical.IsAnd ? "AND" : "OR")} {logical.Right})",
        BoundNot not => $"(NOT {not.Operand})",
        BoundTest test => $"({test.Operand} IS {(test.IsNegated ? "NOT " : "")}{test.Test})",
        BoundDistinct distinct => $"({distinct.Equality.Arguments[0]} IS {(distinct.IsNegated ? "NOT " : "")}DISTINCT FROM " +
            $"{distinct.Equality.Arguments[1]})",
        BoundIn list => $"({list.Operand} IN ({Join(list.Items)}))",
        BoundCase choice => Case(choice),
        BoundChoice choice => $"{choice.Name}({Join(choice.Arguments)})",
        BoundNullIf nullIf => $"nullif({Join(nullIf.Equality.Arguments)})",
        _ => throw new ArgumentException($"Unknown expression {expression.GetType().Name}.", nameof(expression)),
    };

    private static string Constant(BoundConstant constant) => constant switch
    {
        { Text: null } => $"CAST(NULL AS {constant.Type.Name()})",
        { Type: SqlType.Boolean, Text: "true" or "false" } => constant.Text,
        // Without quotes, the digits of a number say its type.
        { Type: SqlType.Integer } when constant.Text.All(char.IsAsciiDigit) => constant.Text,
        { Type: SqlType.Numeric } when constant.Text.Contains('.', StringComparison.Ordinal)
            && constant.Text.All(c => char.IsAsciiDigit(c) || c == '.') => constant.Text,
        _ => $"CAST({SqlRenderer.Literal(constant.Text)} AS {constant.Type.Name()})",
    };

    private static string Call(BoundCall call) => (call.IsOperator, call.Arguments.Count) switch
    {
        (true, 1) => $"({call.Signature.Name} {call.Arguments[0]})",
        (true, _) => $"({call.Arguments[0]} {call.Signature.Name} {call.Arguments[1]})",
        // extract is a word of the grammar, not an ordinary function.
        _ when call.Signature.Name == "extract" && call.Arguments[0] is BoundConstant { Text: { } field } =>
            $"extract({SqlRenderer.Literal(field)} FROM {call.Arguments[1]})",
        _ => $"{call.Signature.Name}({Join(call.Arguments)})",
    };

    private static string Join(IEnumerable<BoundExpression> expressions) => string.Join(", ", expressions.Select(Render));

    private static string Case(BoundCase choice)
    {
        string branches = string.Concat(
            choice.Branches.Select(branch => $" WHEN {branch.Condition} THEN {branch.Value}"));
        return $"CASE{branches}{(choice.Else is null ? "" : $" ELSE {choice.Else}")} END";
    }
}
