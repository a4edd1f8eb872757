namespace PathwayOrleans.Grains.Partitions;

/// <summary>
/// The batches of a partition that its grain has not taken, from the oldest, and since when the grain has taken none.
/// Not thread-safe: <see cref="PartitionBuffer"/> calls it with its lock held.
/// </summary>
internal sealed class OfferedBatches(TimeProvider time)
{
    // Two, so that the agent has the next batch when it needs it. With a higher number batches would be smaller.
    private const int Capacity = 2;

    private readonly List<PartitionBatch> _batches = [];
    private long _waitingSince;

    internal bool IsEmpty => _batches.Count == 0;

    internal bool IsFull => _batches.Count >= Capacity;

    /// <summary>The number of records in all batches.</summary>
    internal int Records => _batches.Sum(batch => batch.Count);

    /// <summary>The size, in bytes, of their records that could not be parsed.</summary>
    internal long RawBytes => _batches.Sum(batch => batch.RawBytes);

    /// <summary>The approximate memory of their records beside that.</summary>
    internal long EventBytes => _batches.Sum(batch => batch.EventBytes);

    /// <summary>The number and the size of the records.</summary>
    internal RecordTotals Totals => new(Records, RawBytes, EventBytes);

    /// <summary>The users that the batches are expected to have.</summary>
    internal int ExpectedUsers => _batches.Sum(batch => batch.ExpectedUsers);

    /// <summary>Adds a batch that is younger than all others.</summary>
    internal void Add(PartitionBatch batch)
    {
        if (IsEmpty)
        {
            _waitingSince = time.GetTimestamp();
        }

        _batches.Add(batch);
    }

    /// <summary>Removes a batch that the grain has taken; false if it is not offered.</summary>
    internal bool Remove(PartitionBatch batch)
    {
        if (!_batches.Remove(batch))
        {
            return false;
        }

        _waitingSince = time.GetTimestamp();
        return true;
    }

    /// <summary>The oldest batch, if the grain has taken none for a time. Then that time starts again.</summary>
    internal PartitionBatch? Overdue(TimeSpan after)
    {
        if (IsEmpty || time.GetElapsedTime(_waitingSince) < after)
        {
            return null;
        }

        _waitingSince = time.GetTimestamp();
        return _batches[0];
    }

    /// <summary>The first batch after a sequence number; null if there is none.</summary>
    internal PartitionBatch? After(long sequence)
    {
        foreach (PartitionBatch batch in _batches)
        {
            if (batch.Sequence > sequence)
            {
                return batch;
            }
        }

        return null;
    }

    internal void Clear() => _batches.Clear();
}
