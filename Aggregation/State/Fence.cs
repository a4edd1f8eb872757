using PathwayOrleans.Aggregation.Time;

namespace PathwayOrleans.Aggregation.State;

/// <summary>
/// For one user, the last position applied of each source partition that ever had an event of that user. Nearly
/// always one entry: producers key by user id.
/// </summary>
internal struct Fence
{
    private Entry[]? _entries;

    internal readonly ReadOnlySpan<Entry> Entries => _entries;

    /// <summary>The place of a partition's entry, or -1.</summary>
    internal readonly int Find(SourcePartition partition)
    {
        for (int i = 0; i < _entries?.Length; i++)
        {
            if (ReferenceEquals(_entries[i].Partition, partition))
            {
                return i;
            }
        }

        return -1;
    }

    /// <summary>Whether the fence stands at a position or above.</summary>
    internal readonly bool Covers(int place, Position position) => place >= 0 && position <= _entries![place].LastApplied;

    /// <summary>Moves the fence up to a position above it.</summary>
    /// <returns>The partition's place.</returns>
    internal int Advance(int place, SourcePartition partition, Position position)
    {
        if (place < 0)
        {
            place = _entries?.Length ?? 0;
            Array.Resize(ref _entries, place + 1);
            _entries[place] = new Entry { Partition = partition, Watermark = EventClock.None };
        }

        _entries![place].LastApplied = position;
        return place;
    }

    /// <summary>Moves the fence up to a position; false where it stands there or above already.</summary>
    internal bool TryAdvance(SourcePartition partition, Position position)
    {
        int place = Find(partition);
        if (Covers(place, position))
        {
            return false;
        }

        Advance(place, partition, position);
        return true;
    }

    /// <summary>
    /// Notes a partition's watermark. Partitions of one source go on side by side, so a window is done with only
    /// when all that this user is known to be in have passed it; other sources have nothing to do with that.
    /// </summary>
    /// <returns>The lowest watermark of the source's partitions.</returns>
    internal readonly long Pass(int place, long watermark)
    {
        _entries![place].Watermark = watermark;
        if (_entries.Length == 1)
        {
            return watermark;
        }

        foreach (ref readonly Entry entry in Entries)
        {
            if (entry.Watermark != EventClock.None && entry.Watermark < watermark && entry.Partition.Source == _entries[place].Partition.Source)
            {
                watermark = entry.Watermark;
            }
        }

        return watermark;
    }

    internal struct Entry
    {
        internal SourcePartition Partition;
        internal Position LastApplied;

        /// <summary>At the last event, as far as this process knows.</summary>
        internal long Watermark;
    }
}
