namespace PathwayOrleans.Aggregation.State;

/// <summary>
/// For one user, the last applied position of each source partition that ever had an event of that user. It usually
/// has one entry, because producers use the user id as key.
/// </summary>
internal struct Fence
{
    private Entry[]? _entries;

    internal readonly ReadOnlySpan<Entry> Entries => _entries;

    /// <summary>The index of a partition's entry, or -1.</summary>
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

    /// <summary>Whether the last applied position is at or above a position.</summary>
    internal readonly bool Covers(int place, Position position) => place >= 0 && position <= _entries![place].LastApplied;

    /// <summary>Advances the fence to a higher position.</summary>
    /// <returns>The index of the partition's entry.</returns>
    internal int Advance(int place, SourcePartition partition, Position position)
    {
        if (place < 0)
        {
            place = _entries?.Length ?? 0;
            Array.Resize(ref _entries, place + 1);
            _entries[place] = new Entry { Partition = partition, Watermark = WatermarkTracker.None };
        }

        _entries![place].LastApplied = position;
        return place;
    }

    /// <summary>Advances the fence to a position; false if it is already at or above it.</summary>
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
    /// Records a partition's watermark. Partitions of one source are read in parallel, so a window is finished only
    /// when the watermarks of all the source's partitions that have events of this user have passed it. Other sources
    /// are independent.
    /// </summary>
    /// <returns>The lowest watermark of the source's partitions that have events of this user.</returns>
    internal readonly long Pass(int place, long watermark)
    {
        _entries![place].Watermark = watermark;
        if (_entries.Length == 1)
        {
            return watermark;
        }

        foreach (ref readonly Entry entry in Entries)
        {
            if (entry.Watermark != WatermarkTracker.None
                && entry.Watermark < watermark
                && entry.Partition.Source == _entries[place].Partition.Source)
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

        /// <summary>The watermark at the partition's last event of this user in this process.</summary>
        internal long Watermark;
    }
}
