using PathwayOrleans.Aggregation.Time;

namespace PathwayOrleans.Grains.Partitions;

/// <summary>
/// A partition's books in one reading of it: which polls came, in which order they are to come, and up to where
/// all of them are durable. Whatever does not fit makes the reading void, and the partition is read again from its
/// durable position.
/// </summary>
internal sealed class PollLedger
{
    private readonly Queue<(long Index, PartitionProgress Next)> _open = new();
    private readonly HashSet<long> _doneEarly = [];
    private long _expected;

    /// <summary>What became of a poll that was handed in.</summary>
    internal enum Verdict
    {
        /// <summary>The next one.</summary>
        Admitted,

        /// <summary>Seen before.</summary>
        Duplicate,

        /// <summary>One before it never came, to these books at least.</summary>
        Gap,
    }

    /// <summary>The reading that these books are of.</summary>
    internal long Epoch { get; private set; } = -1;

    /// <summary>Polls that came and are not durable yet.</summary>
    internal int OpenPolls => _open.Count;

    /// <summary>Enters a poll.</summary>
    internal Verdict Admit(long epoch, long index, PartitionProgress next)
    {
        if (epoch != Epoch)
        {
            if (index != 0)
            {
                return Verdict.Gap;
            }

            Epoch = epoch;
            _expected = 0;
            _open.Clear();
            _doneEarly.Clear();
        }

        if (index != _expected)
        {
            return index < _expected ? Verdict.Duplicate : Verdict.Gap;
        }

        _expected++;
        _open.Enqueue((index, next));
        return Verdict.Admitted;
    }

    /// <summary>Enters that a poll is durable.</summary>
    /// <returns>How far everything is durable, where that rose.</returns>
    internal PartitionProgress? Settle(long epoch, long index)
    {
        if (epoch != Epoch)
        {
            return null;
        }

        _doneEarly.Add(index);
        PartitionProgress? settled = null;
        while (_open.TryPeek(out (long Index, PartitionProgress Next) oldest) && _doneEarly.Remove(oldest.Index))
        {
            _open.Dequeue();
            settled = oldest.Next;
        }

        return settled;
    }
}
