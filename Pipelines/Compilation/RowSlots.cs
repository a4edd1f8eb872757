using System.Linq.Expressions;
using PathwayOrleans.Pipelines.Binding;

namespace PathwayOrleans.Pipelines.Compilation;

/// <summary>Gives columns and expressions their slots in a <see cref="Row"/>. Equal expressions share one.</summary>
internal sealed class RowSlots : IValueSource
{
    internal static readonly ParameterExpression Row = Expression.Parameter(typeof(Row), "row");

    private readonly Dictionary<SourceColumn, int> _columns = [];
    private readonly Dictionary<(string Text, SqlType Type), SlotExpression> _expressions = [];
    private readonly ExpressionCompiler _compiler;

    internal RowSlots() => _compiler = new ExpressionCompiler(this);

    /// <summary>The number of slots.</summary>
    internal int Count { get; private set; }

    /// <summary>The columns that are needed, with their slots, in the order of their first use.</summary>
    internal IReadOnlyDictionary<SourceColumn, int> Columns => _columns;

    /// <summary>The slot of a column.</summary>
    internal int SlotOf(SourceColumn column)
    {
        if (!_columns.TryGetValue(column, out int slot))
        {
            slot = Count++;
            _columns.Add(column, slot);
        }

        return slot;
    }

    /// <summary>The slot of an expression. One that is a column has the column's.</summary>
    internal SlotValue Of(BoundExpression expression)
    {
        if (expression is BoundColumn column)
        {
            return new SlotValue(SlotOf(column.Column), null);
        }

        // Places in the text differ between equal expressions, and their SQL does not.
        (string Text, SqlType Type) key = (expression.ToString(), expression.Type);
        if (!_expressions.TryGetValue(key, out SlotExpression? known))
        {
            known = Compile(expression, Count++);
            _expressions.Add(key, known);
        }

        return new SlotValue(known.Slot, known);
    }

    /// <summary>An expression that is evaluated into a slot.</summary>
    internal SlotExpression Compile(BoundExpression expression, int slot) => (SlotExpression)Activator.CreateInstance(
        expression.Type == SqlType.Text
            ? typeof(TextSlotExpression)
            : typeof(ValueSlotExpression<>).MakeGenericType(ClrTypes.Of(expression.Type)),
        slot,
        expression.ToString(),
        Expression.Lambda(_compiler.Compile(expression), Row).Compile())!;

    Expression IValueSource.Column(SourceColumn column) => column.Type == SqlType.Text
        ? Expression.Call(Row, nameof(Compilation.Row.GetText), null, Expression.Constant(SlotOf(column)))
        : Expression.Call(
            Row, nameof(Compilation.Row.Get), [ClrTypes.Of(column.Type)], Expression.Constant(SlotOf(column)));

    Expression IValueSource.Key(SourceColumn column) => throw OnlyInResults();

    Expression IValueSource.WindowBound(bool isEnd) => throw OnlyInResults();

    Expression IValueSource.Aggregate(int index, SqlType type) => throw OnlyInResults();

    private static InvalidOperationException OnlyInResults() => new("An expression of one record has no results of aggregates.");
}

/// <summary>A value that a view needs of a record.</summary>
/// <param name="Slot">Its slot.</param>
/// <param name="Expression">What is evaluated into the slot; null for a column, which has been read.</param>
internal readonly record struct SlotValue(int Slot, SlotExpression? Expression)
{
    /// <summary>Evaluates it unless this has been done for this record.</summary>
    internal void Evaluate(Row row)
    {
        if (Expression is not null && !row.MarkEvaluated(Slot))
        {
            row.Evaluating = Expression.Text;
            Expression.Evaluate(row);
        }
    }
}
