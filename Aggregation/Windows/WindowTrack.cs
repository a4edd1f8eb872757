namespace PathwayOrleans.Aggregation.Windows;

/// <summary>
/// One user's open windows of one name, ordered by start, and the range in which evicted windows were reloaded.
/// </summary>
internal sealed class WindowTrack(string name)
{
    private const int ScannedFromTheEnd = 8;
    private const long FixedBytes = 96;
    private const long EntryBytes = 72;

    private Entry[] _entries = [];
    private int _count;

    // All evicted windows that overlap this range have been reloaded into the entries.
    private long _knownFrom;
    private long _knownTo;

    internal string Name => name;

    /// <summary>Its approximate memory.</summary>
    internal long Bytes => FixedBytes + (_entries.Length * EntryBytes);

    internal int Count => _count;

    /// <summary>The latest end of an evicted window.</summary>
    internal long EvictedEnd { get; set; } = long.MinValue;

    internal ReadOnlySpan<Entry> Entries => _entries.AsSpan(0, _count);

    /// <summary>Whether an event may belong to evicted windows that are still open for it.</summary>
    internal bool Lacks(WindowDefinition definition, long time, long closedEnd) =>
        EvictedEnd > closedEnd && EvictedEnd > time && !(_knownFrom <= time && time + definition.Reach <= _knownTo);

    /// <summary>Restores evicted windows: all that overlap the range.</summary>
    internal void Restore(long from, long to, IReadOnlyList<WindowAggregate> windows)
    {
        foreach (WindowAggregate window in windows)
        {
            TryLoad(window);
        }

        bool touches = from <= _knownTo && to >= _knownFrom;
        (_knownFrom, _knownTo) = touches ? (Math.Min(from, _knownFrom), Math.Max(to, _knownTo)) : (from, to);
    }

    /// <summary>Evicts the windows that end at or before a time.</summary>
    /// <param name="closedEnd">The time.</param>
    /// <param name="owner">Keeps the rows whose last change is not written yet.</param>
    internal void EvictThrough(long closedEnd, UserWindows owner)
    {
        int keep = 0;
        while (keep < _count && _entries[keep].Window.End <= closedEnd)
        {
            keep++;
        }

        Evict(keep, owner);
    }

    /// <summary>Evicts the first <paramref name="count"/> windows.</summary>
    internal void Evict(int count, UserWindows owner)
    {
        if (count == 0)
        {
            return;
        }

        for (int i = 0; i < count; i++)
        {
            ref Entry entry = ref _entries[i];
            EvictedEnd = Math.Max(EvictedEnd, entry.Window.End);
            if (entry.IsChanged)
            {
                owner.Leave(new WindowRow(name, entry.Window));
            }
        }

        // Ends have the same order as starts, so the range after the end of the last evicted window is still complete.
        _knownFrom = Math.Max(_knownFrom, _entries[count - 1].Window.End);
        _count -= count;
        Array.Copy(_entries, count, _entries, 0, _count);
    }

    /// <summary>Counts an event in the window with this start.</summary>
    internal void Add(long start, long end, long time, double value, UserWindows owner)
    {
        int place = Find(start);
        if (place < 0)
        {
            Change(ref Insert(~place, WindowAggregate.Of(start, end, time, value), isStored: false), owner);
            return;
        }

        ref Entry entry = ref _entries[place];
        entry.Window.Add(time, value);
        Change(ref entry, owner);
    }

    /// <summary>Counts an event in its session: an existing one, a new one, or several that the event merges.</summary>
    /// <returns>
    /// False if the event is late: a session of this event alone would be closed, and no open session contains its time.
    /// </returns>
    internal bool AddToSession(long gap, long closedEnd, long time, double value, UserWindows owner)
    {
        // If a session of this event alone would be closed, the event joins the open session that contains its time. It
        // must not move a session's start, as the new start could be that of a closed session, whose row is final.
        bool isClosed = time + gap <= closedEnd;
        long startsBefore = isClosed ? time + 1 : time + gap;
        int high = _count - 1;
        while (high >= 0 && _entries[high].Window.Start >= startsBefore)
        {
            high--;
        }

        int low = high + 1;
        while (low > 0 && _entries[low - 1].Window.End > Math.Max(time, closedEnd))
        {
            low--;
        }

        if (low > high)
        {
            if (isClosed)
            {
                return false;
            }

            // A search is needed: sessions that are closed for this event but kept for another partition may be around it.
            int found = Find(time);
            var created = WindowAggregate.Of(time, time + gap, time, value);
            Change(ref Insert(found < 0 ? ~found : found, created, isStored: false), owner);
            return true;
        }

        ref Entry session = ref _entries[low];
        long before = session.Window.Start;
        for (int i = low + 1; i <= high; i++)
        {
            session.Window.Absorb(_entries[i].Window);
            if (_entries[i].IsStored)
            {
                owner.Remove(new WindowKey(name, _entries[i].Window.Start));
            }
        }

        session.Window.Add(time, value);
        session.Window.Start = Math.Min(before, time);
        session.Window.End = Math.Max(session.Window.End, time + gap);
        Change(ref session, owner);
        if (session.Window.Start != before && session.IsStored)
        {
            owner.Remove(new WindowKey(name, before));
            session.IsStored = false;
        }

        _count -= high - low;
        Array.Copy(_entries, high + 1, _entries, low + 1, _count - low - 1);
        return true;
    }

    /// <summary>Adds the changed windows to <paramref name="rows"/> and marks them as unchanged.</summary>
    internal void TakeChanges(List<WindowRow> rows)
    {
        foreach (ref Entry entry in _entries.AsSpan(0, _count))
        {
            if (entry.IsChanged)
            {
                entry.IsChanged = false;
                entry.IsStored = true;
                rows.Add(new WindowRow(name, entry.Window));
            }
        }
    }

    /// <summary>Marks a window as changed so that it is written again; false if it is no longer in the state.</summary>
    internal bool MarkChanged(long start)
    {
        int place = Find(start);
        if (place >= 0)
        {
            _entries[place].IsChanged = true;
        }

        return place >= 0;
    }

    /// <summary>Adds a stored window; false if there is one with the same start.</summary>
    internal bool TryLoad(in WindowAggregate window)
    {
        int place = Find(window.Start);
        if (place >= 0)
        {
            return false;
        }

        Insert(~place, window, isStored: true);
        return true;
    }

    private static void Change(ref Entry entry, UserWindows owner)
    {
        if (!entry.IsChanged)
        {
            entry.IsChanged = true;
            owner.CountChanged();
        }
    }

    // The window is usually one of the last ones, so those are searched first.
    private int Find(long start)
    {
        int low = 0;
        int high = _count - 1;
        for (int i = high; i >= 0 && i > high - ScannedFromTheEnd; i--)
        {
            long there = _entries[i].Window.Start;
            if (there <= start)
            {
                return there == start ? i : ~(i + 1);
            }
        }

        high -= ScannedFromTheEnd;
        while (low <= high)
        {
            int middle = (low + high) >>> 1;
            long there = _entries[middle].Window.Start;
            if (there == start)
            {
                return middle;
            }

            if (there < start)
            {
                low = middle + 1;
            }
            else
            {
                high = middle - 1;
            }
        }

        return ~low;
    }

    private ref Entry Insert(int place, in WindowAggregate window, bool isStored)
    {
        if (_count == _entries.Length)
        {
            Array.Resize(ref _entries, Math.Max(2, _count * 2));
        }

        Array.Copy(_entries, place, _entries, place + 1, _count - place);
        _entries[place] = new Entry { Window = window, IsStored = isStored };
        _count++;
        return ref _entries[place];
    }

    internal struct Entry
    {
        internal WindowAggregate Window;

        /// <summary>Changed since it was last taken for a write.</summary>
        internal bool IsChanged;

        /// <summary>May have a row in the database.</summary>
        internal bool IsStored;
    }
}
