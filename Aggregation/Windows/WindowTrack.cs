namespace PathwayOrleans.Aggregation.Windows;

/// <summary>
/// One user's open windows of one name, in the order of their starts, and what is known of those that were let go of.
/// </summary>
internal sealed class WindowTrack(string name)
{
    private const int ScannedFromTheEnd = 8;

    private Entry[] _entries = [];
    private int _count;

    // Every window that was let go of and overlaps this range is among the entries again.
    private long _knownFrom;
    private long _knownTo;

    internal string Name => name;

    internal int Count => _count;

    /// <summary>The latest end of a window that was let go of.</summary>
    internal long ForgottenEnd { get; set; } = long.MinValue;

    internal ReadOnlySpan<Entry> Entries => _entries.AsSpan(0, _count);

    /// <summary>Whether windows that the state has let go of may matter for an event, because they are open for it.</summary>
    internal bool Lacks(WindowDefinition definition, long time, long closedEnd) =>
        ForgottenEnd > closedEnd && ForgottenEnd > time && !(_knownFrom <= time && time + definition.Reach <= _knownTo);

    /// <summary>Puts back windows that were let go of: all that overlap the range.</summary>
    internal void Restore(long from, long to, IReadOnlyList<WindowAggregate> windows)
    {
        foreach (WindowAggregate window in windows)
        {
            TryLoad(window);
        }

        bool touches = from <= _knownTo && to >= _knownFrom;
        (_knownFrom, _knownTo) = touches ? (Math.Min(from, _knownFrom), Math.Max(to, _knownTo)) : (from, to);
    }

    /// <summary>Lets go of the windows that end at a time or before.</summary>
    /// <param name="closedEnd">The time.</param>
    /// <param name="owner">Keeps those whose last change is not written yet.</param>
    internal void ForgetThrough(long closedEnd, UserWindows owner)
    {
        int keep = 0;
        while (keep < _count && _entries[keep].Window.End <= closedEnd)
        {
            keep++;
        }

        Forget(keep, owner);
    }

    /// <summary>Lets go of the first so many windows.</summary>
    internal void Forget(int count, UserWindows owner)
    {
        if (count == 0)
        {
            return;
        }

        for (int i = 0; i < count; i++)
        {
            ref Entry entry = ref _entries[i];
            ForgottenEnd = Math.Max(ForgottenEnd, entry.Window.End);
            if (entry.IsChanged)
            {
                owner.Leave(new WindowRow(name, entry.Window));
            }
        }

        // Of two windows the one that starts later ends later: what is known beyond the last of these stays known.
        _knownFrom = Math.Max(_knownFrom, _entries[count - 1].Window.End);
        _count -= count;
        Array.Copy(_entries, count, _entries, 0, _count);
    }

    /// <summary>Counts an event in the window that starts there.</summary>
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

    /// <summary>Counts an event in the session that it belongs to, which may be new, or several that become one.</summary>
    /// <returns>False where it is too late: its own span is closed, and it lies in no session that is open for it.</returns>
    internal bool AddToSession(long gap, long closedEnd, long time, double value, UserWindows owner)
    {
        // An event whose own span is closed joins the session that it lies in, and moves no session's start: that one
        // could be where a closed session starts, whose row is final.
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

            // Looked for: sessions that are closed for this event, and kept for another partition, may stand around it.
            int found = Find(time);
            Change(ref Insert(found < 0 ? ~found : found, WindowAggregate.Of(time, time + gap, time, value), isStored: false), owner);
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

    /// <summary>Hands over what has changed.</summary>
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

    /// <summary>Has a window handed over again; false where it is not here any more.</summary>
    internal bool MarkChanged(long start)
    {
        int place = Find(start);
        if (place >= 0)
        {
            _entries[place].IsChanged = true;
        }

        return place >= 0;
    }

    /// <summary>Adds a window as it was stored; false where there is one that starts there.</summary>
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

    // Nearly always one of the last.
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

        /// <summary>Not handed over since it changed.</summary>
        internal bool IsChanged;

        /// <summary>May have a row.</summary>
        internal bool IsStored;
    }
}
