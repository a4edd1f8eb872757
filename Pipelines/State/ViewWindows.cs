using PathwayOrleans.Pipelines.Compilation;
using PathwayOrleans.Pipelines.Runtime.Aggregates;
using PathwayOrleans.Pipelines.Windows;

namespace PathwayOrleans.Pipelines.State;

/// <summary>
/// The open windows of one view of one key, and the range in which evicted windows were reloaded. All times are microseconds
/// since the epoch.
/// </summary>
internal sealed class ViewWindows(CompiledView view)
{
    private const long FixedBytes = 160;

    // All evicted windows that overlap this range have been reloaded into the entries.
    private long _knownFrom;
    private long _knownTo;

    internal CompiledView View => view;

    internal WindowAssigner Assigner { get; } = view.Windows!;

    internal WindowEntries Entries { get; } = new(view.WordCount, view.ObjectCount);

    /// <summary>The latest end of an evicted window.</summary>
    internal long EvictedEnd { get; set; } = long.MinValue;

    /// <summary>Its approximate memory without that of objects.</summary>
    internal long Bytes => FixedBytes + Entries.Bytes;

    /// <summary>The approximate memory of texts and sketches, kept up to date, as it is asked for after each record.</summary>
    internal long ObjectBytes { get; private set; }

    /// <summary>Whether an event may belong to evicted windows that are still open for it.</summary>
    internal bool Lacks(long time, long closedEnd) => EvictedEnd > closedEnd && EvictedEnd > time
        && !(_knownFrom <= time && time + Assigner.Reach <= _knownTo);

    /// <summary>The reload that an event needs. The range is wider than necessary, as later events will need it.</summary>
    internal ViewReload ReloadFor(long time)
    {
        const int extentsBefore = 4;
        const int extentsAfter = 32;
        long from = time - (extentsBefore * Assigner.Extent);

        // Sessions can overlap by less than the gap if one was closed before the next began. So of the sessions that start before
        // the scan, only the last can overlap the range.
        return new ViewReload(
            view, from - Assigner.Extent, from, time + Assigner.Reach + (extentsAfter * Assigner.Extent));
    }

    /// <summary>Records that all evicted windows that overlap a range are among the entries now.</summary>
    internal void Know(long from, long to)
    {
        bool touches = from <= _knownTo && to >= _knownFrom;
        (_knownFrom, _knownTo) = touches ? (Math.Min(from, _knownFrom), Math.Max(to, _knownTo)) : (from, to);
    }

    /// <summary>Computes the windows of a record beside the state.</summary>
    /// <returns>False if the record is late for one of its windows.</returns>
    internal bool Stage(Staging staging, Row row, long closedEnd, in EventOrder order)
    {
        if (Assigner.IsSession)
        {
            return StageSession(staging, row, closedEnd, order);
        }

        bool isInTime = true;
        staging.Windows.Clear();
        Assigner.Assign(row.EventTime, staging.Windows);
        foreach (TimeRange window in staging.Windows)
        {
            if (window.End <= closedEnd)
            {
                isInTime = false;
                continue;
            }

            StagedRow staged = staging.Add(view, null, window);
            if (Entries.Find(window) is >= 0 and var index)
            {
                Load(staging, staged, index);
            }

            staging.Add(staged, row, order);
        }

        return isInTime;
    }

    /// <summary>Takes over a row that was computed beside the state.</summary>
    internal void Commit(Staging staging, in StagedRow staged, Row row, in EventOrder order, KeyChanges changes)
    {
        int index = Entries.Find(staged.Session?.First ?? staged.Range);
        int existing = staged.Session?.Count ?? (index < 0 ? 0 : 1);
        ObjectBytes -= ObjectBytesOf(index, existing);
        if (staged.Session is { } session)
        {
            MergeSessions(index, session, staged.Range, changes);
        }

        if (index < 0)
        {
            index = ~index;
            Entries.Insert(index, staged.Range, EntryFlags.None);
        }

        staging.CopyTo(staged, Entries.WordsOf(index), Entries.ObjectsOf(index), row, order);
        ObjectBytes += ObjectBytesOf(index, 1);
        ref EntryFlags flags = ref Entries.FlagsOf(index);
        if ((flags & EntryFlags.Changed) == 0)
        {
            flags |= EntryFlags.Changed;
            changes.PendingRows++;
        }
    }

    /// <summary>Evicts the windows that end at or before a time.</summary>
    internal void EvictThrough(long closedEnd, KeyChanges changes)
    {
        int count = 0;
        while (count < Entries.Count && Entries[count].End <= closedEnd)
        {
            count++;
        }

        Evict(count, changes);
    }

    /// <summary>Evicts the first windows. The rows of changed ones are kept in the changes.</summary>
    internal void Evict(int count, KeyChanges changes)
    {
        if (count == 0)
        {
            return;
        }

        for (int i = 0; i < count; i++)
        {
            EvictedEnd = Math.Max(EvictedEnd, Entries[i].End);
            if ((Entries.FlagsOf(i) & EntryFlags.Changed) != 0)
            {
                changes.Leave(RowOf(i, changes));
            }
        }

        // Ends have the same order as starts, so the range after the end of the last evicted window is still complete.
        _knownFrom = Math.Max(_knownFrom, Entries[count - 1].End);
        ObjectBytes -= ObjectBytesOf(0, count);
        Entries.Remove(0, count);
    }

    /// <summary>Takes the rows of changed windows and marks them as unchanged.</summary>
    internal void TakeChanges(List<ViewRow> rows, KeyChanges changes)
    {
        for (int i = 0; i < Entries.Count; i++)
        {
            ref EntryFlags flags = ref Entries.FlagsOf(i);
            if ((flags & EntryFlags.Changed) != 0)
            {
                flags = EntryFlags.Stored;
                rows.Add(RowOf(i, changes));
            }
        }
    }

    /// <summary>Marks a window as changed so that it is written again; false if it is no longer in the state.</summary>
    internal bool MarkChanged(TimeRange range)
    {
        // A session whose write failed may have grown since.
        int index = Entries.Find(range);
        if (index < 0 && Assigner.IsSession)
        {
            index = Entries.Find(new TimeRange(range.Start, long.MaxValue));
            index = ~index - 1 is >= 0 and var before && Entries[before].Start == range.Start ? before : -1;
        }

        if (index >= 0)
        {
            Entries.FlagsOf(index) |= EntryFlags.Changed;
        }

        return index >= 0;
    }

    /// <summary>
    /// Adds a stored window; a negative index if it is there already. Call <see cref="Loaded"/> when its accumulators are
    /// restored.
    /// </summary>
    internal int TryLoad(TimeRange range)
    {
        int index = Entries.Find(range);
        if (index >= 0 || (Assigner.IsSession && HasStart(~index, range.Start)))
        {
            return -1;
        }

        Entries.Insert(~index, range, EntryFlags.Stored);
        return ~index;
    }

    /// <summary>Says that the accumulators of a window are restored.</summary>
    internal void Loaded(int index) => ObjectBytes += ObjectBytesOf(index, 1);

    private long ObjectBytesOf(int index, int count)
    {
        long bytes = 0;
        for (int i = index; view.ObjectCount > 0 && i < index + count; i++)
        {
            bytes += view.ObjectBytes(Entries.WordsOf(i), Entries.ObjectsOf(i));
        }

        return bytes;
    }

    private bool HasStart(int place, long start) =>
        (place > 0 && Entries[place - 1].Start == start) || (place < Entries.Count && Entries[place].Start == start);

    private ViewRow RowOf(int index, KeyChanges changes) =>
        changes.RowOf(view, Entries[index], Entries.WordsOf(index), Entries.ObjectsOf(index));

    private void Load(Staging staging, in StagedRow staged, int index)
    {
        Entries.WordsOf(index).CopyTo(staging.WordsOf(staged));
        Entries.ObjectsOf(index).CopyTo(staging.ObjectsOf(staged));
    }

    // The record counts in its session: an existing one, a new one, or several that it merges. It is late if a session of this
    // record alone would be closed, and no open session contains its time.
    private bool StageSession(Staging staging, Row row, long closedEnd, in EventOrder order)
    {
        // If a session of this record alone would be closed, it joins the open session that contains its time. It must not move
        // a session's start, as the new start could be that of a closed session, whose row is final.
        long time = row.EventTime;
        long gap = Assigner.Gap;
        bool isClosed = time + gap <= closedEnd;
        long startsBefore = isClosed ? time + 1 : time + gap;
        int high = Entries.Count - 1;
        while (high >= 0 && Entries[high].Start >= startsBefore)
        {
            high--;
        }

        int low = high + 1;
        while (low > 0 && Entries[low - 1].End > Math.Max(time, closedEnd))
        {
            low--;
        }

        if (low > high)
        {
            if (!isClosed)
            {
                staging.Add(staging.Add(view, null, new TimeRange(time, time + gap)), row, order);
            }

            return !isClosed;
        }

        long end = time + gap;
        for (int i = low; i <= high; i++)
        {
            end = Math.Max(end, Entries[i].End);
        }

        StagedRow staged = staging.Add(
            view,
            new SessionChange(Entries[low], high - low + 1),
            new TimeRange(Math.Min(Entries[low].Start, time), end));
        Load(staging, staged, low);
        for (int i = low + 1; i <= high; i++)
        {
            staging.Merge(staged, Entries.WordsOf(i), Entries.ObjectsOf(i));
        }

        staging.Add(staged, row, order);
        return true;
    }

    // Merges the sketches of sessions into the first one, removes the others, and gives it its new range.
    private void MergeSessions(int first, SessionChange session, TimeRange range, KeyChanges changes)
    {
        for (int i = first + 1; i < first + session.Count; i++)
        {
            foreach (AggregateStep step in view.Sketches)
            {
                step.Aggregate.Merge(
                    step.SlotOf(Entries.WordsOf(first), Entries.ObjectsOf(first)),
                    step.SlotOf(Entries.WordsOf(i), Entries.ObjectsOf(i)));
            }

            RemoveRow(i, changes);
        }

        if (range.Start != session.First.Start)
        {
            RemoveRow(first, changes);
            Entries.FlagsOf(first) &= ~EntryFlags.Stored;
        }

        Entries.Remove(first + 1, session.Count - 1);
        Entries.Move(first, range);
    }

    private void RemoveRow(int index, KeyChanges changes)
    {
        if ((Entries.FlagsOf(index) & EntryFlags.Stored) != 0)
        {
            changes.Remove(new ViewRowKey(view, Entries[index].Start));
        }
    }
}
