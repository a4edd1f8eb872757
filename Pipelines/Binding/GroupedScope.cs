using PathwayOrleans.Pipelines.Diagnostics;
using PathwayOrleans.Pipelines.Syntax.Ast;

namespace PathwayOrleans.Pipelines.Binding;

/// <summary>The select list of a view, where only keys, window bounds and aggregates have values.</summary>
internal sealed class GroupedScope(
    SourceScope source,
    IReadOnlyList<SourceColumn> keys,
    WindowDefinition? window,
    AggregateBinder aggregates,
    DiagnosticBag diagnostics) : IBindingScope
{
    public BoundExpression? BindColumn(ColumnExpression column)
    {
        string name = column.Name.Text;
        if (name is Names.WindowStart or Names.WindowEnd)
        {
            return window is not null
                ? new BoundWindowBound(name == Names.WindowEnd, column.Span)
                : diagnostics.Fail<BoundExpression>(
                    column.Span, $"'{name}' needs a window, such as FROM TUMBLE(source, time, INTERVAL '1 hour').");
        }

        if (source.Find(column) is not { } found)
        {
            return null;
        }

        return keys.Contains(found) ? new BoundKey(found, column.Span) : diagnostics.Fail<BoundExpression>(
            column.Span,
            $"'{name}' is neither in GROUP BY nor in an aggregate. Use an aggregate, such as last_value({name}) or max({name}).");
    }

    public BoundExpression? BindAggregate(CallExpression call) => aggregates.Bind(call);
}
