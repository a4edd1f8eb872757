using PathwayOrleans.Pipelines.Runtime;
using PathwayOrleans.Pipelines.Runtime.Aggregates;

namespace PathwayOrleans.Pipelines.Compilation;

/// <summary>An aggregate of a view: where its state is, and what it takes of a record.</summary>
/// <param name="Text">Its SQL.</param>
/// <param name="Aggregate">Its accumulator.</param>
/// <param name="WordOffset">Where its words begin in those of the view.</param>
/// <param name="ObjectOffset">Where its objects begin in those of the view.</param>
/// <param name="Filter">The condition for records that count; null for all.</param>
/// <param name="Argument">The value; null for <c>count(*)</c>.</param>
internal sealed record AggregateInput(
    string Text, Aggregate Aggregate, int WordOffset, int ObjectOffset, SlotValue? Filter, SlotValue? Argument);

/// <summary>Adds records to an aggregate of a view.</summary>
internal abstract class AggregateStep(AggregateInput input)
{
    // What is asked for with each record is a field.
    private readonly int _filterSlot = input.Filter?.Slot ?? -1;
    private readonly int _wordOffset = input.WordOffset;
    private readonly int _wordCount = input.Aggregate.WordCount;
    private readonly int _objectOffset = input.ObjectOffset;
    private readonly int _objectCount = input.Aggregate.ObjectCount;

    internal AggregateInput Input => input;

    internal Aggregate Aggregate => input.Aggregate;

    /// <summary>Whether adding a record that was evaluated may fail.</summary>
    internal bool CanFail { get; } = input.Aggregate.CanFail;

    /// <summary>Its SQL.</summary>
    internal string Text { get; } = input.Text;

    /// <summary>Whether its state is an object that is changed in place.</summary>
    internal bool IsSketch { get; } = input.Aggregate.IsSketch;

    /// <summary>Whether <see cref="Evaluate"/> does something.</summary>
    internal bool NeedsEvaluation { get; } =
        input.Filter?.Expression is not null || input.Argument?.Expression is not null || input.Aggregate.IsSketch;

    /// <summary>The slot of its argument, if it has one.</summary>
    protected int ArgumentSlot { get; } = input.Argument?.Slot ?? -1;

    /// <summary>Evaluates what it needs of a record that the view counts.</summary>
    /// <exception cref="EvaluationException">An expression fails, or the aggregate does not accept its value.</exception>
    internal void Evaluate(Row row)
    {
        input.Filter?.Evaluate(row);
        if (input.Argument is { } argument && Counts(row))
        {
            argument.Evaluate(row);
            row.Evaluating = Text;
            Check(row);
        }
    }

    internal bool Counts(Row row) => _filterSlot < 0 || row.IsTrue(_filterSlot);

    /// <summary>Its words.</summary>
    protected Span<long> WordsOf(Span<long> words) => words.Slice(_wordOffset, _wordCount);

    internal AggregateSlot SlotOf(Span<long> words, Span<object?> objects) => new(
        words.Slice(_wordOffset, _wordCount), objects.Slice(_objectOffset, _objectCount));

    /// <summary>Adds a record that was evaluated.</summary>
    /// <param name="row">The record.</param>
    /// <param name="words">The words of the view.</param>
    /// <param name="objects">The objects of the view.</param>
    /// <param name="order">Its place in the order of events.</param>
    /// <exception cref="EvaluationException">The aggregate cannot take the value. Nothing changed.</exception>
    internal abstract void Add(Row row, Span<long> words, Span<object?> objects, in EventOrder order);

    /// <summary>Rejects a value that the aggregate does not accept.</summary>
    protected abstract void Check(Row row);
}

/// <summary><c>count(*)</c>.</summary>
internal sealed class CountStep(AggregateInput input) : AggregateStep(input)
{
    internal override void Add(Row row, Span<long> words, Span<object?> objects, in EventOrder order)
    {
        if (Counts(row))
        {
            WordsOf(words)[0]++;
        }
    }

    protected override void Check(Row row)
    {
    }
}

/// <summary>An aggregate of values that are not NULL.</summary>
internal sealed class ValueStep<T>(AggregateInput input) : AggregateStep(input)
{
    private readonly Aggregate<T> _aggregate = (Aggregate<T>)input.Aggregate;
    private readonly bool _hasObjects = input.Aggregate.ObjectCount > 0;

    internal override void Add(Row row, Span<long> words, Span<object?> objects, in EventOrder order)
    {
        if (!Counts(row) || !row.HasValue(ArgumentSlot))
        {
            return;
        }

        if (_hasObjects)
        {
            _aggregate.Add(SlotOf(words, objects), row.Read<T>(ArgumentSlot));
        }
        else
        {
            _aggregate.AddTo(WordsOf(words), row.Read<T>(ArgumentSlot));
        }
    }

    protected override void Check(Row row)
    {
        if (row.HasValue(ArgumentSlot))
        {
            _aggregate.Check(row.Read<T>(ArgumentSlot));
        }
    }
}

/// <summary><c>first_value</c> and <c>last_value</c>, for which NULL is a value.</summary>
internal sealed class OrderedStep<T>(AggregateInput input) : AggregateStep(input)
{
    private readonly OrderedAggregate<T> _aggregate = (OrderedAggregate<T>)input.Aggregate;

    internal override void Add(Row row, Span<long> words, Span<object?> objects, in EventOrder order)
    {
        if (!Counts(row))
        {
            return;
        }

        AggregateSlot slot = SlotOf(words, objects);
        if (row.HasValue(ArgumentSlot))
        {
            _aggregate.Add(slot, row.Read<T>(ArgumentSlot), order);
        }
        else
        {
            _aggregate.AddNull(slot, order);
        }
    }

    protected override void Check(Row row)
    {
    }
}
