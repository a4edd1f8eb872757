using PathwayOrleans.Pipelines.Syntax.Ast;

namespace PathwayOrleans.Pipelines.Binding;

/// <summary>An aggregate with its arguments.</summary>
/// <param name="Signature">Which one.</param>
/// <param name="Arguments">Its arguments, in the types that it takes; none for <c>count(*)</c>.</param>
/// <param name="SortedBy">The expression of <c>WITHIN GROUP (ORDER BY …)</c>; null without one.</param>
/// <param name="Filter">The condition for values that count; null without one.</param>
internal sealed record AggregateCall(
    Signature Signature, SqlList<BoundExpression> Arguments, BoundExpression? SortedBy, BoundExpression? Filter)
{
    /// <summary>The type of its result.</summary>
    internal SqlType Type => Signature.Result;

    public override string ToString()
    {
        string arguments = Signature.Parameters.Count == 0 ? "*" : string.Join(", ", Arguments);
        string group = SortedBy is null ? "" : $" WITHIN GROUP (ORDER BY {SortedBy})";
        return $"{Signature.Name}({arguments}){group}{(Filter is null ? "" : $" FILTER (WHERE {Filter})")}";
    }
}
