using System.Globalization;
using PathwayOrleans.Pipelines.Binding;
using PathwayOrleans.Pipelines.Diagnostics;
using PathwayOrleans.Pipelines.Runtime;

namespace PathwayOrleans.Pipelines.Compilation;

/// <summary>A pipeline that runs. Thread-safe: readers and states have what changes.</summary>
internal sealed class CompiledPipeline
{
    private CompiledPipeline(PipelineDefinition definition, IReadOnlyList<StoredViewName>? stored)
    {
        Definition = definition;
        var slots = new RowSlots();
        KeySlots = [.. definition.KeyColumns.Select(slots.SlotOf)];
        TimeSlot = definition.Source.Watermark is { } watermark ? slots.SlotOf(watermark.Column) : null;
        var views = new List<CompiledView>();
        foreach (MaterializedViewDefinition view in definition.MaterializedViews)
        {
            var compiled = new CompiledView(views.Count, view, definition.KeyColumns, slots)
            {
                WordOffset = WordCount,
                ObjectOffset = ObjectCount,
                StateName = stored?[views.Count].Number.ToString(CultureInfo.InvariantCulture) ?? view.Name,
                CountedAs = stored?[views.Count].CountedAs,
            };
            WordCount += compiled.Windows is null ? compiled.WordCount : 0;
            ObjectCount += compiled.Windows is null ? compiled.ObjectCount : 0;
            views.Add(compiled);
        }

        Views = [.. views];
        CountsAll = views.TrueForAll(view => view.CountsAll);
        HasWindows = views.Exists(view => view.Windows is not null);
        KeepsTotals = views.Where(view => view.Windows is null).Sum(view => view.Failing.Length) > 1;

        ReadColumns = [.. slots.Columns.Keys];

        // Expressions of computed columns may need more columns, also computed ones of earlier expressions.
        var computed = new List<SlotExpression>();
        var defaults = new Dictionary<SourceColumn, SlotExpression>();
        for (int done = 0; done < slots.Columns.Count; done++)
        {
            (SourceColumn column, int slot) = slots.Columns.ElementAt(done);
            if (column.Origin is ComputedOrigin origin)
            {
                computed.Add(slots.Compile(origin.Expression, slot));
            }
            else if (column.Origin is MessageOrigin { Default: { } value })
            {
                defaults.Add(column, slots.Compile(value, slot));
            }
        }

        Columns = new Dictionary<SourceColumn, int>(slots.Columns);
        Computed = [.. computed];
        Defaults = defaults;
        SlotCount = slots.Count;
    }

    internal PipelineDefinition Definition { get; }

    internal CompiledView[] Views { get; }

    /// <summary>Whether a view has windows.</summary>
    internal bool HasWindows { get; }

    /// <summary>
    /// Whether an aggregate without windows may fail after another one has changed, so that the change must be undone.
    /// </summary>
    internal bool KeepsTotals { get; }

    /// <summary>The words of a key: those of all views without windows.</summary>
    internal int WordCount { get; }

    /// <summary>The objects of a key: those of all views without windows.</summary>
    internal int ObjectCount { get; }

    /// <summary>The slots of the key columns.</summary>
    internal int[] KeySlots { get; }

    /// <summary>The slot of the event time; null for the broker's timestamp.</summary>
    internal int? TimeSlot { get; }

    /// <summary>The columns that key, event time and views need directly, and not through computed columns.</summary>
    internal IReadOnlyList<SourceColumn> ReadColumns { get; }

    /// <summary>
    /// Whether no view has a condition or computes something of a record, so that each record counts in all views.
    /// </summary>
    internal bool CountsAll { get; }

    /// <summary>The slots of the columns that key, event time and views need, directly or through computed columns.</summary>
    internal IReadOnlyDictionary<SourceColumn, int> Columns { get; }

    /// <summary>The computed columns that are needed. None of them needs another one.</summary>
    internal SlotExpression[] Computed { get; }

    /// <summary>The values of columns that are absent.</summary>
    internal IReadOnlyDictionary<SourceColumn, SlotExpression> Defaults { get; }

    /// <summary>The number of slots of a <see cref="Row"/>.</summary>
    internal int SlotCount { get; }

    /// <summary>Compiles a pipeline.</summary>
    /// <param name="definition">The pipeline.</param>
    /// <param name="stored">
    /// How the states of a service refer to its materialized views, in their order; null if states are not stored.
    /// </param>
    /// <exception cref="NotSupportedException">The runtime lacks something that the binder accepts.</exception>
    internal static CompiledPipeline Compile(PipelineDefinition definition, IReadOnlyList<StoredViewName>? stored = null) =>
        new(definition, stored);

    /// <summary>Binds and compiles the text of a pipeline.</summary>
    /// <exception cref="PipelineException">The text has errors.</exception>
    /// <exception cref="NotSupportedException">The runtime lacks something that the binder accepts.</exception>
    internal static CompiledPipeline Compile(string sql) => Compile(PipelineBinder.Bind(sql));

    /// <summary>Whether a view's WHERE accepts a record that is evaluated.</summary>
    internal bool Counts(Row row)
    {
        if (CountsAll)
        {
            return true;
        }

        foreach (CompiledView view in Views)
        {
            if (view.Counts(row))
            {
                return true;
            }
        }

        return false;
    }

    /// <summary>Evaluates what all views need of a record, so that nothing but an overflow of a sum can fail later.</summary>
    /// <exception cref="EvaluationException">An expression fails; <see cref="Row.Evaluating"/> is its SQL.</exception>
    internal void Evaluate(Row row)
    {
        foreach (CompiledView view in Views)
        {
            view.Evaluate(row);
        }
    }
}
