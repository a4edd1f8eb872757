using PathwayOrleans.Pipelines.Compilation;
using PathwayOrleans.Pipelines.Runtime.Aggregates;

namespace PathwayOrleans.Pipelines.State;

/// <content>How a record changes the rows of the views, and how changed rows are taken and put back.</content>
internal sealed partial class KeyState
{
    // Created for pipelines with windows only.
    private KeyChanges Changes => _changes ??= new KeyChanges(Key);

    private bool LacksWindows(Row row, long watermark)
    {
        foreach (CompiledView view in _pipeline.Views)
        {
            if (FindWindows(view) is { } windows && view.Counts(row)
                && windows.Lacks(row.EventTime, windows.Assigner.ClosedEnd(watermark)))
            {
                return true;
            }
        }

        return false;
    }

    // Computes everything that may fail: windows beside the state, and the totals of views without windows in place. Gives the
    // names of the views that the record is late for, or null.
    private string? Stage(Staging staging, Row row, long watermark, in EventOrder order)
    {
        string? late = null;
        foreach (CompiledView view in _pipeline.Views)
        {
            if (view.Windows is not null && view.Counts(row)
                && !WindowsOf(view).Stage(staging, row, view.Windows.ClosedEnd(watermark), order))
            {
                late = late is null ? view.Name : $"{late},{view.Name}";
            }
        }

        AddFailing(row, order);
        return late;
    }

    // The aggregates that may fail come first, so that a single one leaves nothing to undo.
    private void AddFailing(Row row, in EventOrder order)
    {
        foreach (CompiledView view in _pipeline.Views)
        {
            if (view.Windows is null && view.Failing.Length > 0 && view.Counts(row))
            {
                Span<long> words = WordsOf(view);
                Span<object?> objects = ObjectsOf(view);
                _objectBytes -= view.ObjectCount == 0 ? 0 : view.ObjectBytes(words, objects);
                foreach (AggregateStep step in view.Failing)
                {
                    row.Evaluating = step.Text;
                    step.Add(row, words, objects, order);
                }

                _objectBytes += view.ObjectCount == 0 ? 0 : view.ObjectBytes(words, objects);
            }
        }
    }

    // From here on nothing fails.
    private void CommitTotals(Row row, in EventOrder order)
    {
        foreach (CompiledView view in _pipeline.Views)
        {
            if (view.Windows is null && view.Counts(row))
            {
                Span<long> words = WordsOf(view);
                Span<object?> objects = ObjectsOf(view);
                _objectBytes -= view.ObjectCount == 0 ? 0 : view.ObjectBytes(words, objects);
                foreach (AggregateStep step in view.Unfailing)
                {
                    step.Add(row, words, objects, order);
                }

                _objectBytes += view.ObjectCount == 0 ? 0 : view.ObjectBytes(words, objects);
                MarkRow(view);
            }
        }
    }

    private void CommitWindows(Staging staging, Row row, long evictAt, in EventOrder order)
    {
        foreach (CompiledView view in _pipeline.Views)
        {
            if (view.Windows is { } assigner)
            {
                _windows[view.Index]?.EvictThrough(assigner.ClosedEnd(evictAt), Changes);
            }
        }

        foreach (StagedRow staged in staging.Rows)
        {
            _windows[staged.View.Index]!.Commit(staging, staged, row, order, Changes);
        }
    }

    private ref long FlagsOf(CompiledView view) => ref _words[_pipeline.WordCount + view.Index];

    private void MarkRow(CompiledView view)
    {
        ref long flags = ref FlagsOf(view);
        if ((flags & (long)EntryFlags.Changed) == 0)
        {
            _changedRows++;
            flags = (long)(EntryFlags.Changed | EntryFlags.Stored);
        }
    }

    private void AddRows(List<ViewRow> rows, ref List<ViewFailure>? failures)
    {
        foreach (CompiledView view in _pipeline.Views)
        {
            if (FindWindows(view) is { } windows)
            {
                windows.TakeChanges(rows, Changes);
            }
            else if ((FlagsOf(view) & (long)EntryFlags.Changed) != 0)
            {
                FlagsOf(view) = (long)EntryFlags.Stored;
                rows.Add(new ViewRow(view, 0, 0, ValuesOf(view, ref failures), null));
            }
        }
    }

    private object?[] ValuesOf(CompiledView view, ref List<ViewFailure>? failures) =>
        view.Results(ResultContext.Of(Key.Values), WordsOf(view), ObjectsOf(view), ref failures);
}
