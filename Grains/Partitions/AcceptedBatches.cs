using PathwayOrleans.Aggregation;

namespace PathwayOrleans.Grains.Partitions;

/// <summary>
/// The batches of a partition that its grain has taken and not finished: their records count as in flight, and closing the
/// partition waits until they are finished and the checkpoint of what they settled is durable.
/// Not thread-safe: <see cref="PartitionBuffer"/> calls it with its lock held.
/// </summary>
internal sealed class AcceptedBatches
{
    private TaskCompletionSource<bool>? _drained;
    private Position _settled;
    private bool _lostBatch;

    /// <summary>The number of their records.</summary>
    internal int Records { get; private set; }

    /// <summary>The size, in bytes, of their records that could not be parsed.</summary>
    internal long RawBytes { get; private set; }

    /// <summary>The approximate memory of their records beside that.</summary>
    internal long EventBytes { get; private set; }

    /// <summary>The number and the size of the records.</summary>
    internal RecordTotals Totals => new(Records, RawBytes, EventBytes);

    /// <summary>Begins a reading; nothing of it is settled. Batches of an earlier one count until they are finished.</summary>
    internal void Begin(Position start) => _settled = start;

    /// <summary>Adds a batch that the grain has taken.</summary>
    internal void Add(PartitionBatch batch)
    {
        Records += batch.Count;
        RawBytes += batch.RawBytes;
        EventBytes += batch.EventBytes;
    }

    /// <summary>Removes a batch that the grain has finished, which is durable or has failed.</summary>
    internal void Remove(PartitionBatch batch, bool durable)
    {
        Records -= batch.Count;
        RawBytes -= batch.RawBytes;
        EventBytes -= batch.EventBytes;
        _lostBatch |= !durable;
    }

    /// <summary>Records that everything below a position is durable. Its checkpoint is not written yet.</summary>
    internal void Settle(Position settled) => _settled = settled > _settled ? settled : _settled;

    /// <summary>Begins the wait for the batches that are not finished.</summary>
    /// <returns>
    /// Completed by <see cref="CompleteDrain"/>; true if all batches and their checkpoint are durable, false if one failed.
    /// </returns>
    internal Task<bool> DrainAsync()
    {
        _lostBatch = false;
        _drained = new TaskCompletionSource<bool>(TaskCreationOptions.RunContinuationsAsynchronously);
        return _drained.Task;
    }

    /// <summary>
    /// Completes the wait if no batch is being processed, and the checkpoint of the last one is durable or a batch has failed.
    /// </summary>
    /// <param name="durable">Everything below this position is durable with its checkpoint.</param>
    internal void CompleteDrain(Position durable)
    {
        if (Records == 0 && (_lostBatch || !(durable < _settled)))
        {
            _drained?.TrySetResult(!_lostBatch);
        }
    }
}
