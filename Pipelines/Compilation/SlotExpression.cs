using PathwayOrleans.Pipelines.Runtime;

namespace PathwayOrleans.Pipelines.Compilation;

/// <summary>A compiled expression over a record, whose value goes into a slot.</summary>
/// <param name="slot">The slot.</param>
/// <param name="text">Its SQL.</param>
internal abstract class SlotExpression(int slot, string text)
{
    internal int Slot => slot;

    /// <summary>Its SQL.</summary>
    internal string Text => text;

    /// <exception cref="EvaluationException">It has no value for the record.</exception>
    internal abstract void Evaluate(Row row);
}

/// <summary>An expression of another type than text.</summary>
internal sealed class ValueSlotExpression<T>(int slot, string text, Func<Row, T?> evaluate) : SlotExpression(slot, text)
    where T : struct
{
    internal override void Evaluate(Row row) => row.Set(Slot, evaluate(row));
}

/// <summary>An expression of type text.</summary>
internal sealed class TextSlotExpression(int slot, string text, Func<Row, string?> evaluate) : SlotExpression(slot, text)
{
    internal override void Evaluate(Row row) => row.SetText(Slot, evaluate(row));
}
