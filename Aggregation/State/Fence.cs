namespace PathwayOrleans.Aggregation.State;

/// <summary>
/// For one user, the last position applied of each source partition that ever had an event of that user. Nearly
/// always one entry: producers key by user id.
/// </summary>
internal struct Fence
{
    private Entry[]? _entries;

    internal readonly ReadOnlySpan<Entry> Entries => _entries;

    /// <summary>Moves the fence up to a position; false where it stands there or above already.</summary>
    internal bool TryAdvance(SourcePartition partition, Position position)
    {
        foreach (ref Entry entry in _entries.AsSpan())
        {
            if (ReferenceEquals(entry.Partition, partition))
            {
                if (position <= entry.LastApplied)
                {
                    return false;
                }

                entry.LastApplied = position;
                return true;
            }
        }

        int count = _entries?.Length ?? 0;
        Array.Resize(ref _entries, count + 1);
        _entries[count] = new Entry { Partition = partition, LastApplied = position };
        return true;
    }

    internal struct Entry
    {
        internal SourcePartition Partition;
        internal Position LastApplied;
    }
}
