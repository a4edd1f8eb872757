using PathwayOrleans.Pipelines.Binding;
using PathwayOrleans.Pipelines.Runtime;
using PathwayOrleans.Pipelines.Windows;

namespace PathwayOrleans.Pipelines.Compilation;

/// <summary>A materialized view that runs. Thread-safe: it has no state.</summary>
internal sealed class CompiledView
{
    private readonly SlotValue? _filter;
    private readonly int _filterSlot;
    private readonly AggregateStep[] _evaluated;
    private readonly Func<ResultContext, object?>[] _outputs;

    internal CompiledView(
        int index,
        MaterializedViewDefinition definition,
        IReadOnlyList<SourceColumn> keys,
        RowSlots slots)
    {
        Index = index;
        Definition = definition;
        _filter = definition.Filter is null ? null : slots.Of(definition.Filter);
        _filterSlot = _filter?.Slot ?? -1;
        Steps = AggregateCompiler.Compile(definition.Aggregates, slots);
        _evaluated = Array.FindAll(Steps, step => step.NeedsEvaluation);
        Sketches = Array.FindAll(Steps, step => step.IsSketch);
        Failing = Array.FindAll(Steps, step => step.CanFail);
        Unfailing = Array.FindAll(Steps, step => !step.CanFail);
        var values = new ResultValues(keys);
        _outputs = [.. definition.Outputs.Select(output => values.Compile(output.Expression))];
        WordCount = Steps.Sum(step => step.Aggregate.WordCount);
        ObjectCount = Steps.Sum(step => step.Aggregate.ObjectCount);
        Windows = definition.Window is null
            ? null
            : WindowAssigner.Of(definition.Window, definition.AllowedLatenessMicroseconds);
    }

    /// <summary>Its place among the materialized views of the pipeline.</summary>
    internal int Index { get; }

    internal MaterializedViewDefinition Definition { get; }

    internal string Name => Definition.Name;

    /// <summary>
    /// How stored states refer to it. Its number where it has one: a view that was deleted and created again has another number,
    /// so that it does not find the accumulators of the earlier one.
    /// </summary>
    internal required string StateName { get; init; }

    /// <summary>See <see cref="StoredViewName.CountedAs"/>.</summary>
    internal required string? CountedAs { get; init; }

    internal AggregateStep[] Steps { get; }

    /// <summary>Where its words begin in those of a key; only without windows.</summary>
    internal required int WordOffset { get; init; }

    /// <summary>Where its objects begin in those of a key; only without windows.</summary>
    internal required int ObjectOffset { get; init; }

    /// <summary>The words of the accumulators of one row.</summary>
    internal int WordCount { get; }

    /// <summary>The objects of the accumulators of one row.</summary>
    internal int ObjectCount { get; }

    /// <summary>The aggregates whose state is an object that is changed in place.</summary>
    internal AggregateStep[] Sketches { get; }

    /// <summary>The aggregates that may not take a record.</summary>
    internal AggregateStep[] Failing { get; }

    /// <summary>The aggregates that take every record.</summary>
    internal AggregateStep[] Unfailing { get; }

    /// <summary>Its windows; null without one.</summary>
    internal WindowAssigner? Windows { get; }

    /// <summary>Whether it has no condition, and computes nothing of a record.</summary>
    internal bool CountsAll => _filter is null && _evaluated.Length == 0;

    /// <summary>Evaluates what the view needs of a record.</summary>
    /// <exception cref="EvaluationException">An expression fails; <see cref="Row.Evaluating"/> is its SQL.</exception>
    internal void Evaluate(Row row)
    {
        _filter?.Evaluate(row);
        if (_evaluated.Length > 0 && Counts(row))
        {
            foreach (AggregateStep step in _evaluated)
            {
                step.Evaluate(row);
            }
        }
    }

    /// <summary>Whether a record passes the view's WHERE.</summary>
    internal bool Counts(Row row) => _filterSlot < 0 || row.IsTrue(_filterSlot);

    /// <summary>The select list of a row.</summary>
    /// <param name="context">Its key and window.</param>
    /// <param name="words">Its words.</param>
    /// <param name="objects">Its objects.</param>
    /// <param name="failures">Receives each column that has no value, which is NULL then.</param>
    internal object?[] Results(
        ResultContext context, Span<long> words, Span<object?> objects, ref List<ViewFailure>? failures)
    {
        object?[] results = context.Clear(Steps.Length);
        for (int i = 0; i < Steps.Length; i++)
        {
            AggregateStep step = Steps[i];
            try
            {
                results[i] = step.Aggregate.Result(step.SlotOf(words, objects));
            }
            catch (EvaluationException e)
            {
                (failures ??= []).Add(new ViewFailure($"{Name}: {step.Input.Text}", e.Message));
            }
        }

        object?[] values = new object?[_outputs.Length];
        for (int i = 0; i < values.Length; i++)
        {
            try
            {
                values[i] = _outputs[i](context);
            }
            catch (EvaluationException e)
            {
                (failures ??= []).Add(new ViewFailure($"{Name}.{Definition.Outputs[i].Name}", e.Message));
            }
        }

        return values;
    }

    /// <summary>The approximate memory of the objects of one row, in bytes.</summary>
    internal long ObjectBytes(Span<long> words, Span<object?> objects)
    {
        long bytes = 0;
        for (int i = 0; ObjectCount > 0 && i < Steps.Length; i++)
        {
            AggregateStep step = Steps[i];
            bytes += step.Aggregate.ObjectCount > 0 ? step.Aggregate.ObjectBytes(step.SlotOf(words, objects)) : 0;
        }

        return bytes;
    }
}
