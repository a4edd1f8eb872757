using PathwayOrleans.Producer.Kafka;

namespace PathwayOrleans.Producer.Tests;

/// <summary>A gate that closes after a number of messages, until it is opened.</summary>
internal sealed class ClosingGate(long closesAfter) : IProducerGate, IDisposable
{
    private readonly TaskCompletionSource _closed = new(TaskCreationOptions.RunContinuationsAsynchronously);
    private readonly ManualResetEventSlim _open = new();
    private long _entered;
    private long _bytes;

    /// <summary>Completes when a message waits.</summary>
    internal Task Closed => _closed.Task;

    internal long Entered => Interlocked.Read(ref _entered);

    internal long Bytes => Interlocked.Read(ref _bytes);

    internal void Open() => _open.Set();

    public void Enter(int partition, int bytes, CancellationToken cancellationToken)
    {
        if (_entered == closesAfter)
        {
            _closed.TrySetResult();
            _open.Wait(cancellationToken);
        }

        Interlocked.Add(ref _bytes, bytes);
        Interlocked.Increment(ref _entered);
    }

    public void Dispose() => _open.Dispose();
}
