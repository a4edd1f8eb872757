using PathwayOrleans.Aggregation;

namespace PathwayOrleans.Grains.Partitions;

/// <summary>
/// Tracks the batches of one reading of a partition: which batches were taken, which one must come next, and the checkpoint
/// below which all of them are durable. After a gap the partition must be read again from its durable position.
/// </summary>
internal sealed class BatchTracker
{
    private readonly Queue<(long Index, Checkpoint Next)> _open = new();
    private readonly HashSet<long> _durableEarly = [];
    private long _expected;

    /// <summary>The result of <see cref="Admit"/>.</summary>
    internal enum Admission
    {
        /// <summary>The batch is the expected one and is tracked from now on.</summary>
        Admitted,

        /// <summary>The batch was admitted before.</summary>
        Duplicate,

        /// <summary>An earlier batch of the reading was not admitted.</summary>
        Gap,
    }

    /// <summary>The reading that is tracked.</summary>
    internal long Epoch { get; private set; } = -1;

    /// <summary>The number of admitted batches that are not durable yet.</summary>
    internal int OpenBatches => _open.Count;

    /// <summary>Admits a batch if it is the expected one. Index 0 of a new epoch starts a new reading.</summary>
    internal Admission Admit(long epoch, long index, Checkpoint next)
    {
        if (epoch != Epoch)
        {
            if (index != 0)
            {
                return Admission.Gap;
            }

            Epoch = epoch;
            _expected = 0;
            _open.Clear();
            _durableEarly.Clear();
        }

        if (index != _expected)
        {
            return index < _expected ? Admission.Duplicate : Admission.Gap;
        }

        _expected++;
        _open.Enqueue((index, next));
        return Admission.Admitted;
    }

    /// <summary>Marks a batch as durable.</summary>
    /// <returns>The checkpoint below which everything is durable, if it has risen; otherwise null.</returns>
    internal Checkpoint? Settle(long epoch, long index)
    {
        if (epoch != Epoch)
        {
            return null;
        }

        _durableEarly.Add(index);
        Checkpoint? settled = null;
        while (_open.TryPeek(out (long Index, Checkpoint Next) oldest) && _durableEarly.Remove(oldest.Index))
        {
            _open.Dequeue();
            settled = oldest.Next;
        }

        return settled;
    }
}
