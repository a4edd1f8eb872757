using Orleans.Streams;
using PathwayOrleans.Grains.Partitions;

namespace PathwayOrleans.Silo.Streams;

/// <summary>
/// Walks through the offered polls, from the oldest. Whatever token the agent asked for: what the grain has taken is
/// not offered any more, and what it has not must come first.
/// </summary>
internal sealed class PartitionCursor(PartitionFlow flow) : IQueueCacheCursor
{
    private const long BeforeAll = -1;

    private PartitionPoll? _current;
    private long _last = BeforeAll;

    public IBatchContainer GetCurrent(out Exception exception)
    {
        exception = null!;
        return _current!;
    }

    public bool MoveNext()
    {
        _current = flow.OfferedAfter(_last);
        _last = _current?.Sequence ?? _last;
        return _current is not null;
    }

    // New polls, or an old one that is overdue: begin with the oldest that was not taken.
    public void Refresh(StreamSequenceToken token) => _last = BeforeAll;

    // The agent goes on to the next item after its time limit; this one must come again.
    public void RecordDeliveryFailure() => _last = BeforeAll;

    public void Dispose()
    {
    }
}
