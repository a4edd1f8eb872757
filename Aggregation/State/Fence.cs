namespace PathwayOrleans.Aggregation.State;

/// <summary>
/// For one user, the last applied position of each source partition that ever had an event of that user, ordered by source and
/// partition. It usually has one entry, because producers use the user id as key. Entries of inputs that are recorded as finished
/// are removed: the database accepts no more events of them.
/// </summary>
internal struct Fence
{
    /// <summary>The maximum number of entries, so that one row cannot take a process's memory.</summary>
    internal const int MaxEntries = 100_000;

    /// <summary>The approximate memory of an entry.</summary>
    internal const int EntryBytes = 48;

    private Entry[]? _entries;
    private int _count;

    internal readonly ReadOnlySpan<Entry> Entries => _entries.AsSpan(0, _count);

    /// <summary>The number of entries for which there is memory.</summary>
    internal readonly int Capacity => _entries?.Length ?? 0;

    /// <summary>The index of a partition's entry, or the complement of the index where it belongs.</summary>
    internal readonly int Find(SourcePartition partition)
    {
        int low = 0;
        int high = _count - 1;
        while (low <= high)
        {
            int middle = (low + high) >>> 1;
            int order = Compare(_entries![middle], partition.SourceNumber, partition.Partition);
            if (order == 0)
            {
                return middle;
            }

            (low, high) = order < 0 ? (middle + 1, high) : (low, middle - 1);
        }

        return ~low;
    }

    /// <summary>Whether the last applied position is at or above a position.</summary>
    internal readonly bool Covers(int place, Position position) => place >= 0 && position <= _entries![place].LastApplied;

    /// <summary>Advances the fence to a higher position.</summary>
    /// <returns>The index of the partition's entry.</returns>
    /// <exception cref="InvalidOperationException">It would have more than <see cref="MaxEntries"/>.</exception>
    internal int Advance(int place, SourcePartition partition, Position position)
    {
        if (place < 0)
        {
            place = ~place;
            Insert(place, new Entry
            {
                Source = partition.SourceNumber,
                Partition = partition.Partition,
                Watermark = WatermarkTracker.None,
            });
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
        long source = _entries[place].Source;
        for (int i = place - 1; i >= 0 && _entries[i].Source == source; i--)
        {
            watermark = Lower(watermark, _entries[i].Watermark);
        }

        for (int i = place + 1; i < _count && _entries[i].Source == source; i++)
        {
            watermark = Lower(watermark, _entries[i].Watermark);
        }

        return watermark;
    }

    /// <summary>Removes the entries of inputs that are finished.</summary>
    /// <param name="finished">The inputs.</param>
    /// <param name="kept">Inputs whose entries stay nevertheless; null for none.</param>
    internal void Forget(FinishedInputs finished, List<long>? kept)
    {
        // The numbers of inputs with an end are negative, so they are first.
        int ending = 0;
        while (ending < _count && SourceNumber.HasEnd(_entries![ending].Source))
        {
            ending++;
        }

        int count = 0;
        for (int i = 0; i < ending; i++)
        {
            if (!finished.Contains(_entries![i].Source) || kept?.Contains(_entries[i].Source) == true)
            {
                _entries[count++] = _entries[i];
            }
        }

        if (count < ending)
        {
            Entry[] left = [.. _entries.AsSpan(0, count), .. _entries.AsSpan(ending, _count - ending)];
            (_entries, _count) = (left, left.Length);
        }
    }

    /// <summary>
    /// Replaces everything by the entries of a stored state, in any order. Of several for one partition the highest counts.
    /// </summary>
    internal void Load(List<Entry> entries)
    {
        entries.Sort(static (one, other) => Compare(one, other.Source, other.Partition) is not 0 and var order
            ? order
            : one.LastApplied.CompareTo(other.LastApplied));
        var loaded = new Entry[entries.Count];
        _count = 0;
        foreach (Entry entry in entries)
        {
            bool isRepeated = _count > 0 && Compare(loaded[_count - 1], entry.Source, entry.Partition) == 0;
            _count += isRepeated ? 0 : 1;
            loaded[_count - 1] = entry;
        }

        _entries = loaded;
    }

    private static int Compare(in Entry entry, long source, int partition) =>
        entry.Source != source ? entry.Source.CompareTo(source) : entry.Partition.CompareTo(partition);

    private static long Lower(long watermark, long other) =>
        other != WatermarkTracker.None && other < watermark ? other : watermark;

    private void Insert(int place, in Entry entry)
    {
        if (_count >= MaxEntries)
        {
            throw new InvalidOperationException(
                $"The state of a user refers to {MaxEntries} partitions of sources, which is the maximum. Use fewer names for " +
                "standard input (--source); entries of files are removed when the files are finished.");
        }

        if (_count == Capacity)
        {
            Array.Resize(ref _entries, Math.Max(1, _count * 2));
        }

        Array.Copy(_entries!, place, _entries!, place + 1, _count - place);
        _entries![place] = entry;
        _count++;
    }

    internal struct Entry
    {
        internal long Source;
        internal Position LastApplied;

        /// <summary>The watermark at the partition's last event of this user in this process.</summary>
        internal long Watermark;
        internal int Partition;
    }
}
