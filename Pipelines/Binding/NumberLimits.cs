using PathwayOrleans.Pipelines.Diagnostics;

namespace PathwayOrleans.Pipelines.Binding;

/// <summary>
/// Finds numbers in a pipeline that numeric does not hold here. This is known only at the end: a number that becomes a double
/// precision may have more digits.
/// </summary>
internal static class NumberLimits
{
    internal static void Check(
        SourceDefinition source, IReadOnlyList<MaterializedViewDefinition> views, DiagnosticBag diagnostics)
    {
        IEnumerable<BoundExpression?> expressions =
        [
            .. source.Columns.Select(column => column.Origin switch
            {
                ComputedOrigin computed => computed.Expression,
                MessageOrigin message => message.Default,
                _ => null,
            }),
            .. views.SelectMany(view => (BoundExpression?[])
            [
                view.Filter,
                .. view.Aggregates.SelectMany(call => (BoundExpression?[])[.. call.Arguments, call.SortedBy, call.Filter]),
                .. view.Outputs.Select(output => output.Expression),
            ]),
        ];

        var rest = new Stack<BoundExpression>(expressions.OfType<BoundExpression>());
        while (rest.TryPop(out BoundExpression? expression))
        {
            if (expression is BoundConstant { Type: SqlType.Numeric, Text: { } text }
                && ConstantText.Check(text, SqlType.Numeric) is { } error)
            {
                diagnostics.Add(expression.Span, error);
            }

            foreach (BoundExpression part in expression.Parts)
            {
                rest.Push(part);
            }
        }
    }
}
