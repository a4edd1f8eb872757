using PathwayOrleans.Producer.Kafka;

namespace PathwayOrleans.Cli.Demo;

/// <summary>
/// Keeps the producer from running so far ahead of the workers that the embedded broker drops what they have not
/// made durable. The broker keeps 5 MiB of each partition; this lets 3 MiB pass.
/// </summary>
internal sealed class DurableGate : IProducerGate, IDisposable
{
    internal const long MaxBytesAhead = 3 * 1024 * 1024;

    /// <summary>Records ahead at the most; far below the 100,000 batches that the broker keeps. A power of two.</summary>
    internal const int MaxRecordsAhead = 65_536;

    private static readonly TimeSpan WaitSlice = TimeSpan.FromMilliseconds(100);

    private readonly Lane[] _lanes;
    private readonly ManualResetEventSlim _moved = new();

    internal DurableGate(int partitions) => _lanes = Enumerable.Range(0, partitions).Select(_ => new Lane()).ToArray();

    /// <summary>Everything below an offset is durable. From any thread.</summary>
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

    /// <summary>One partition. Its broker is empty at first and has one producer, so its n-th record has offset n.</summary>
    private sealed class Lane
    {
        // Bytes handed over before each of the last records, by offset: what lies below a durable offset is no longer ahead.
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
