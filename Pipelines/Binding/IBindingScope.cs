using PathwayOrleans.Pipelines.Syntax.Ast;

namespace PathwayOrleans.Pipelines.Binding;

/// <summary>What names and aggregates mean at a place.</summary>
internal interface IBindingScope
{
    /// <summary>Binds a column, or adds an error and returns null.</summary>
    BoundExpression? BindColumn(ColumnExpression column);

    /// <summary>Binds an aggregate, or adds an error and returns null.</summary>
    BoundExpression? BindAggregate(CallExpression call);
}
