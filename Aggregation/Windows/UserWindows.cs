using PathwayOrleans.Aggregation.Events;

namespace PathwayOrleans.Aggregation.Windows;

/// <summary>
/// One user's open windows of all names. Names that the configuration does not have, because another process has, or
/// had, them are kept as they are.
/// </summary>
internal sealed class UserWindows
{
    private readonly List<WindowTrack> _tracks = [];
    private WindowTrack[] _active = [];
    private WindowSet? _set;
    private List<WindowRow>? _leaving;
    private List<WindowKey>? _gone;
    private List<LateEvent>? _late;
    private bool _hasChanges;

    internal IReadOnlyList<WindowTrack> Tracks => _tracks;

    /// <summary>About how many rows the next changes have.</summary>
    internal int PendingRows { get; private set; }

    /// <summary>The windows of a name; made where there are none yet.</summary>
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

    /// <summary>What to ask for where something is lacking. More than the event needs: the next ones will want it.</summary>
    internal List<WindowRecall> RecallsFor(WindowSet set, long time, long watermark)
    {
        const int extentsBefore = 4;
        const int extentsAfter = 32;
        Bind(set);
        var recalls = new List<WindowRecall>();
        for (int i = 0; i < set.Count; i++)
        {
            WindowDefinition definition = set.Definitions[i];
            if (_active[i].Lacks(definition, time, definition.ClosedEnd(watermark)))
            {
                long from = time - (extentsBefore * definition.Extent);

                // Sessions may overlap where one was closed before the next began, by less than the gap: of those that
                // start before the scan, the last alone can reach into the range.
                recalls.Add(new WindowRecall(
                    definition.Name, from - definition.Extent, from, time + definition.Reach + (extentsAfter * definition.Extent)));
            }
        }

        return recalls;
    }

    /// <summary>Counts an event in its windows; those for which it is too late are noted.</summary>
    /// <param name="set">The windows.</param>
    /// <param name="partition">Where the event is from.</param>
    /// <param name="position">Its position there.</param>
    /// <param name="userEvent">The event.</param>
    /// <param name="watermark">The partition's watermark before the event.</param>
    /// <param name="forgetAt">The watermark at which windows may be let go of.</param>
    internal void Apply(
        WindowSet set, SourcePartition partition, Position position, in UserEvent userEvent, long watermark, long forgetAt)
    {
        Bind(set);
        string? late = null;
        ReadOnlySpan<WindowDefinition> definitions = set.Definitions;
        for (int i = 0; i < definitions.Length; i++)
        {
            WindowDefinition definition = definitions[i];
            WindowTrack track = _active[i];
            track.ForgetThrough(definition.ClosedEnd(forgetAt), this);
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

    /// <summary>Hands over what has changed, or null; then lets go of windows over the limit.</summary>
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
            _tracks.Where(track => track.Count > 0).MinBy(track => track.Entries[0].Window.End)!.Forget(1, this);
        }

        return changes;
    }

    /// <summary>What was handed over was not written after all.</summary>
    internal void TakeBack(WindowChanges changes)
    {
        _hasChanges = true;
        PendingRows += changes.Rows.Count;
        foreach (WindowRow row in changes.Rows)
        {
            // A session that was merged since is not to come back.
            if (!Track(row.Name).MarkChanged(row.Window.Start) && _gone?.Contains(new WindowKey(row.Name, row.Window.Start)) != true
                && _leaving?.Exists(leaving => leaving.Name == row.Name && leaving.Window.Start == row.Window.Start) != true)
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

    // False where the event is too late for one of the windows that it belongs to.
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
