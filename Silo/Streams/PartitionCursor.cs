using Orleans.Streams;
using PathwayOrleans.Grains.Partitions;

namespace PathwayOrleans.Silo.Streams;

/// <summary>
/// Iterates over the offered batches from the oldest, whatever token the agent requested: batches that the grain has taken are
/// not offered any more, and those that it has not taken must be delivered first.
/// </summary>
internal sealed class PartitionCursor(PartitionBuffer buffer) : IQueueCacheCursor
{
    private const long BeforeAll = -1;

    private PartitionBatch? _current;
    private long _last = BeforeAll;

    public IBatchContainer GetCurrent(out Exception exception)
    {
        exception = null!;
        return _current!;
    }

    public bool MoveNext()
    {
        _current = buffer.OfferedAfter(_last);
        _last = _current?.Sequence ?? _last;
        return _current is not null;
    }

    // There are new batches, or an old one is overdue: the cursor restarts with the oldest batch that was not taken.
    public void Refresh(StreamSequenceToken token) => _last = BeforeAll;

    // After its time limit the agent would continue with the next item, but this one must be delivered again.
    public void RecordDeliveryFailure() => _last = BeforeAll;

    public void Dispose()
    {
    }
}
