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

    // The names of the views that the record is late for, or null. The views without windows are changed in place.
    private string? Stage(Staging staging, Row row, long watermark, in EventOrder order)
    {
        string? late = null;
        foreach (CompiledView view in _pipeline.Views)
        {
            if (!view.Counts(row))
            {
                continue;
            }

            if (view.Windows is null)
            {
                AddInPlace(view, row, order);
            }
            else if (!WindowsOf(view).Stage(staging, row, view.Windows.ClosedEnd(watermark), order))
            {
                late = late is null ? view.Name : $"{late},{view.Name}";
            }
        }

        return late;
    }

    private void AddInPlace(CompiledView view, Row row, in EventOrder order)
    {
        Span<long> words = WordsOf(view);
        Span<object?> objects = ObjectsOf(view);
        _objectBytes -= view.ObjectBytes(words, objects);
        foreach (AggregateStep step in view.Steps)
        {
            if (!step.IsSketch)
            {
                row.Evaluating = step.Text;
                step.Add(row, step.SlotOf(words, objects), order);
            }
        }
    }

    // From here on nothing fails.
    private void Commit(Staging staging, Row row, long evictAt, in EventOrder order)
    {
        foreach (CompiledView view in _pipeline.Views)
        {
            if (view.Windows is { } assigner)
            {
                _windows[view.Index]?.EvictThrough(assigner.ClosedEnd(evictAt), _changes);
            }
            else if (view.Counts(row))
            {
                Span<long> words = WordsOf(view);
                Span<object?> objects = ObjectsOf(view);
                foreach (AggregateStep step in view.Sketches)
                {
                    step.Add(row, step.SlotOf(words, objects), order);
                }

                _objectBytes += view.ObjectBytes(words, objects);
                MarkRow(view);
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
        _changes.PendingRows += (flags & EntryFlags.Changed) != 0 ? 0 : 1;
        flags = EntryFlags.Changed | EntryFlags.Stored;
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
