using PathwayOrleans.Pipelines.Compilation;
using PathwayOrleans.Pipelines.Runtime.Aggregates;
using PathwayOrleans.Pipelines.Windows;

namespace PathwayOrleans.Pipelines.State;

/// <content>How a record changes the rows of the views, and how changed rows are taken and put back.</content>
internal sealed partial class KeyState
{
    private bool IsCounted(Row row)
    {
        foreach (CompiledView view in _pipeline.Views)
        {
            if (view.Counts(row))
            {
                return true;
            }
        }

        return false;
    }

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

    // The names of the views that the record is late for, or null.
    private string? Stage(Staging staging, Row row, long watermark, in EventOrder order)
    {
        staging.Clear();
        string? late = null;
        foreach (CompiledView view in _pipeline.Views)
        {
            if (!view.Counts(row))
            {
                continue;
            }

            if (view.Windows is { } assigner)
            {
                if (!WindowsOf(view).Stage(staging, row, assigner.ClosedEnd(watermark), order))
                {
                    late = late is null ? view.Name : $"{late},{view.Name}";
                }

                continue;
            }

            StagedRow staged = staging.Add(view, null, default);
            WordsOf(view).CopyTo(staging.WordsOf(staged));
            ObjectsOf(view).CopyTo(staging.ObjectsOf(staged));
            staging.Add(staged, row, order);
        }

        return late;
    }

    private void Commit(Staging staging, Row row, long evictAt, in EventOrder order)
    {
        foreach (ViewWindows? windows in _windows)
        {
            windows?.EvictThrough(windows.Assigner.ClosedEnd(evictAt), _changes);
        }

        foreach (StagedRow staged in staging.Rows)
        {
            if (_windows[staged.View.Index] is { } windows)
            {
                windows.Commit(staging, staged, row, order, _changes);
                continue;
            }

            _objectBytes -= staged.View.ObjectBytes(WordsOf(staged.View), ObjectsOf(staged.View));
            staging.CopyTo(staged, WordsOf(staged.View), ObjectsOf(staged.View), row, order);
            _objectBytes += staged.View.ObjectBytes(WordsOf(staged.View), ObjectsOf(staged.View));
            MarkRow(staged.View);
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
