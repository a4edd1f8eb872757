using PathwayOrleans.Pipelines.Compilation;
using PathwayOrleans.Pipelines.Runtime.Aggregates;
using PathwayOrleans.Pipelines.Windows;

namespace PathwayOrleans.Pipelines.State;

/// <content>How a record changes the rows of the views, and how changed rows are taken and put back.</content>
internal sealed partial class KeyState
{
    private bool LacksWindows(Row row, long watermark)
    {
        foreach (CompiledView view in _pipeline.Views)
        {
            if (_windows[view.Index] is { } windows && view.Counts(row)
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
                _windows[view.Index]?.EvictThrough(assigner.ClosedEnd(evictAt), _changes);
            }
        }

        foreach (StagedRow staged in staging.Rows)
        {
            _windows[staged.View.Index]!.Commit(staging, staged, row, order, _changes);
        }
    }

    private void MarkRow(CompiledView view)
    {
        ref EntryFlags flags = ref _rows[view.Index];
        if ((flags & EntryFlags.Changed) == 0)
        {
            _changes.PendingRows++;
            flags = EntryFlags.Changed | EntryFlags.Stored;
        }
    }

    private bool MarkChanged(ViewRow row)
    {
        if (row.View.Windows is not null)
        {
            return WindowsOf(row.View).MarkChanged(new TimeRange(row.Start, row.End));
        }

        _rows[row.View.Index] |= EntryFlags.Changed;
        return true;
    }

    private void AddRows(List<ViewRow> rows)
    {
        foreach (CompiledView view in _pipeline.Views)
        {
            if (_windows[view.Index] is { } windows)
            {
                windows.TakeChanges(rows, _changes);
            }
            else if ((_rows[view.Index] & EntryFlags.Changed) != 0)
            {
                _rows[view.Index] = EntryFlags.Stored;
                rows.Add(_changes.RowOf(view, default, WordsOf(view), ObjectsOf(view)));
            }
        }
    }
}
