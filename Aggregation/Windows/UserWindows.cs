using PathwayOrleans.Aggregation.Events;

namespace PathwayOrleans.Aggregation.Windows;

/// <summary>
/// One user's open windows of all names. Windows whose name is not in this process's configuration, because another
/// process has or had it configured, are kept unchanged.
/// </summary>
internal sealed class UserWindows
{
    private const long FixedBytes = 160;
    private const long RowBytes = 72;
    private const long KeyBytes = 16;
    private const long LateBytes = 64;

    private readonly List<WindowTrack> _tracks = [];
    private WindowTrack[] _active = [];
    private WindowSet? _set;
    private List<WindowRow>? _leaving;
    private List<WindowKey>? _gone;
    private List<LateEvent>? _late;
    private bool _hasChanges;

    internal IReadOnlyList<WindowTrack> Tracks => _tracks;

    /// <summary>The approximate number of rows in the next changes.</summary>
    internal int PendingRows { get; private set; }

    /// <summary>The approximate memory of the windows and of their changes.</summary>
    internal long Bytes
    {
        get
        {
            long bytes = FixedBytes + ((_leaving?.Capacity ?? 0) * RowBytes) + ((_gone?.Capacity ?? 0) * KeyBytes)
                + ((_late?.Capacity ?? 0) * LateBytes);
            foreach (WindowTrack track in _tracks)
            {
                bytes += track.Bytes;
            }

            return bytes;
        }
    }

    /// <summary>The windows of a name; created if there are none yet.</summary>
    internal WindowTrack Track(string name)
    {
        foreach (WindowTrack known in _tracks)
        {
            if (known.Name == name)
            {
                return known;
            }
        }

        var track = new WindowTrack(name);
        _tracks.Add(track);
        return track;
    }

    internal bool Lacks(WindowSet set, long time, long watermark)
    {
        Bind(set);
        ReadOnlySpan<WindowDefinition> definitions = set.Definitions;
        for (int i = 0; i < definitions.Length; i++)
        {
            if (_active[i].Lacks(definitions[i], time, definitions[i].ClosedEnd(watermark)))
            {
                return true;
            }
        }

        return false;
    }

    /// <summary>The reloads that an event needs. The ranges are wider than necessary, as later events will need them.</summary>
    internal List<WindowReload> ReloadsFor(WindowSet set, long time, long watermark)
    {
        const int extentsBefore = 4;
        const int extentsAfter = 32;
        Bind(set);
        var reloads = new List<WindowReload>();
        for (int i = 0; i < set.Count; i++)
        {
            WindowDefinition definition = set.Definitions[i];
            if (_active[i].Lacks(definition, time, definition.ClosedEnd(watermark)))
            {
                long from = time - (extentsBefore * definition.Extent);

                // Sessions can overlap by less than the gap if one was closed before the next began. So of the sessions
                // that start before the scan, only the last can overlap the range.
                long to = time + definition.Reach + (extentsAfter * definition.Extent);
                reloads.Add(new WindowReload(definition.Name, from - definition.Extent, from, to));
            }
        }

        return reloads;
    }

    /// <summary>Counts an event in its windows and records those for which it is late.</summary>
    /// <param name="set">The windows.</param>
    /// <param name="partition">The event's partition.</param>
    /// <param name="position">Its position in that partition.</param>
    /// <param name="userEvent">The event.</param>
    /// <param name="watermark">The partition's watermark before the event.</param>
    /// <param name="evictAt">The watermark that decides which windows are evicted.</param>
    internal void Apply(
        WindowSet set, SourcePartition partition, Position position, in UserEvent userEvent, long watermark, long evictAt)
    {
        Bind(set);
        string? late = null;
        ReadOnlySpan<WindowDefinition> definitions = set.Definitions;
        for (int i = 0; i < definitions.Length; i++)
        {
            WindowDefinition definition = definitions[i];
            WindowTrack track = _active[i];
            track.EvictThrough(definition.ClosedEnd(evictAt), this);
            if (!Add(definition, track, userEvent, definition.ClosedEnd(watermark)))
            {
                late = late is null ? definition.Name : $"{late},{definition.Name}";
            }
        }

        _hasChanges = true;
        if (late is not null)
        {
            (_late ??= []).Add(new LateEvent(partition, position, late, userEvent));
        }
    }

    /// <summary>Returns the changes, or null if there are none; then evicts windows above the limit.</summary>
    internal WindowChanges? TakeChanges(int maxOpen)
    {
        if (!_hasChanges)
        {
            return null;
        }

        _hasChanges = false;
        PendingRows = 0;
        List<WindowRow> rows = _leaving ?? [];
        int open = 0;
        foreach (WindowTrack track in _tracks)
        {
            track.TakeChanges(rows);
            open += track.Count;
        }

        var changes = new WindowChanges(rows, _gone ?? [], _late ?? []) { Evicted = Math.Max(0, open - maxOpen) };
        (_leaving, _gone, _late) = (null, null, null);
        for (int i = 0; i < changes.Evicted; i++)
        {
            _tracks.Where(track => track.Count > 0).MinBy(track => track.Entries[0].Window.End)!.Evict(1, this);
        }

        return changes;
    }

    /// <summary>Puts back changes whose write failed.</summary>
    internal void TakeBack(WindowChanges changes)
    {
        _hasChanges = true;
        PendingRows += changes.Rows.Count;
        foreach (WindowRow row in changes.Rows)
        {
            // A session that was merged into another one since must not be written again.
            var key = new WindowKey(row.Name, row.Window.Start);
            if (!Track(row.Name).MarkChanged(row.Window.Start)
                && _gone?.Contains(key) != true
                && _leaving?.Exists(leaving => leaving.Name == key.Name && leaving.Window.Start == key.Start) != true)
            {
                (_leaving ??= []).Add(row);
            }
        }

        (_gone ??= []).AddRange(changes.Gone);
        (_late ??= []).AddRange(changes.Late);
    }

    internal void Leave(in WindowRow row) => (_leaving ??= []).Add(row);

    internal void Remove(in WindowKey key) => (_gone ??= []).Add(key);

    internal void CountChanged() => PendingRows++;

    // False if the event is late for one of the windows that it belongs to.
    private bool Add(WindowDefinition definition, WindowTrack track, in UserEvent userEvent, long closedEnd)
    {
        if (definition.Kind == WindowKind.Session)
        {
            return track.AddToSession(definition.Gap, closedEnd, userEvent.Time, userEvent.Value, this);
        }

        bool inTime = true;
        for (long start = definition.LastStart(userEvent.Time); start > userEvent.Time - definition.Size; start -= definition.Hop)
        {
            long end = start + definition.Size;
            if (end <= closedEnd)
            {
                inTime = false;
                continue;
            }

            track.Add(start, end, userEvent.Time, userEvent.Value, this);
        }

        return inTime;
    }

    private void Bind(WindowSet set)
    {
        if (!ReferenceEquals(_set, set))
        {
            _active = Array.ConvertAll(set.Definitions.ToArray(), definition => Track(definition.Name));
            _set = set;
        }
    }
}
