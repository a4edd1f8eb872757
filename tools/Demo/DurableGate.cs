using PathwayOrleans.Producer.Kafka;

namespace PathwayOrleans.Demo;

/// <summary>
/// Limits how far the producer is ahead of the workers, so that the embedded broker does not drop records that are not durable.
/// The broker keeps 5 MiB of each partition; the limit is 3 MiB.
/// </summary>
internal sealed class DurableGate : IProducerGate, IDisposable
{
    internal const long MaxBytesAhead = 3 * 1024 * 1024;

    /// <summary>
    /// The maximum number of records ahead; far below the 100,000 batches that the broker keeps. A power of two.
    /// </summary>
    internal const int MaxRecordsAhead = 65_536;

    private static readonly TimeSpan WaitSlice = TimeSpan.FromMilliseconds(100);

    private readonly Lane[] _lanes;
    private readonly ManualResetEventSlim _moved = new();

    internal DurableGate(int partitions) => _lanes = Enumerable.Range(0, partitions).Select(_ => new Lane()).ToArray();

    /// <summary>Reports that everything below an offset is durable. Thread-safe.</summary>
    internal void Report(int partition, long next)
    {
        if (_lanes[partition].Report(next))
        {
            _moved.Set();
        }
    }

    public void Enter(int partition, int bytes, CancellationToken cancellationToken)
    {
        while (!_lanes[partition].TryEnter(bytes))
        {
            _moved.Reset();
            if (_lanes[partition].TryEnter(bytes))
            {
                return;
            }

            _moved.Wait(WaitSlice, cancellationToken);
        }
    }

    public void Dispose() => _moved.Dispose();

    /// <summary>One partition. The broker starts empty and has one producer, so the n-th record has offset n.</summary>
    private sealed class Lane
    {
        // The bytes produced before each of the last records, by offset. Bytes below a durable offset are no longer ahead.
        private readonly long[] _bytesBefore = new long[MaxRecordsAhead];
        private long _records;
        private long _bytes;
        private long _durable;

        internal bool Report(long next)
        {
            if (next <= Volatile.Read(ref _durable))
            {
                return false;
            }

            Volatile.Write(ref _durable, next);
            return true;
        }

        internal bool TryEnter(int bytes)
        {
            long durable = Volatile.Read(ref _durable);
            long bytesDurable = durable >= _records ? _bytes : _bytesBefore[durable % MaxRecordsAhead];
            bool first = durable >= _records;
            if (!first && (_records - durable >= MaxRecordsAhead || _bytes - bytesDurable + bytes > MaxBytesAhead))
            {
                return false;
            }

            _bytesBefore[_records % MaxRecordsAhead] = _bytes;
            _bytes += bytes;
            _records++;
            return true;
        }
    }
}
