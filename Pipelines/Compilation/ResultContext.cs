using System.Linq.Expressions;
using PathwayOrleans.Pipelines.Binding;
using PathwayOrleans.Pipelines.Runtime.Values;

namespace PathwayOrleans.Pipelines.Compilation;

/// <summary>What the select list of a view is computed from: one row's key, window and results of aggregates.</summary>
internal sealed class ResultContext
{
    [ThreadStatic]
    private static ResultContext? _ofThread;

    internal IReadOnlyList<object> Key { get; set; } = [];

    /// <summary>The start of the window.</summary>
    internal Timestamptz Start { get; set; }

    /// <summary>The end of the window.</summary>
    internal Timestamptz End { get; set; }

    /// <summary>The results of the view's aggregates; null is NULL.</summary>
    internal object?[] Results { get; private set; } = [];

    /// <summary>The one of this thread. Rows are computed one after the other.</summary>
    internal static ResultContext Of(IReadOnlyList<object> key)
    {
        ResultContext context = _ofThread ??= new ResultContext();
        context.Key = key;
        return context;
    }

    /// <summary>Makes room for the results of a view's aggregates, which are then NULL.</summary>
    internal object?[] Clear(int count)
    {
        if (Results.Length < count)
        {
            Results = new object?[count];
        }

        Array.Clear(Results);
        return Results;
    }
}

/// <summary>Compiles the select list of a view.</summary>
/// <param name="keys">The pipeline's key columns.</param>
internal sealed class ResultValues(IReadOnlyList<SourceColumn> keys) : IValueSource
{
    private static readonly ParameterExpression Context = Expression.Parameter(typeof(ResultContext), "context");

    /// <summary>The value of an expression; null is NULL.</summary>
    internal Func<ResultContext, object?> Compile(BoundExpression expression) =>
        Expression.Lambda<Func<ResultContext, object?>>(
            Expression.Convert(new ExpressionCompiler(this).Compile(expression), typeof(object)), Context).Compile();

    public Expression Column(SourceColumn column) =>
        throw new InvalidOperationException($"A result row has no column '{column.Name}' of a record.");

    public Expression Key(SourceColumn column)
    {
        int index = Enumerable.Range(0, keys.Count).First(i => keys[i] == column);
        Expression key = Expression.Property(Context, nameof(ResultContext.Key));
        Expression value = Expression.MakeIndex(
            key, typeof(IReadOnlyList<object>).GetProperty("Item"), [Expression.Constant(index)]);
        return Expression.Convert(value, ClrTypes.Nullable(column.Type));
    }

    public Expression WindowBound(bool isEnd) => Lifted.Of(Expression.Property(
        Context, isEnd ? nameof(ResultContext.End) : nameof(ResultContext.Start)));

    public Expression Aggregate(int index, SqlType type) => Expression.Convert(
        Expression.ArrayIndex(
            Expression.Property(Context, nameof(ResultContext.Results)), Expression.Constant(index)),
        ClrTypes.Nullable(type));
}
