using Orleans.Streams;
using PathwayOrleans.Grains.Partitions;

namespace PathwayOrleans.Silo.Streams;

/// <summary>
/// Passes batches of a partition to an agent. The silo's reader has read them already, so the receiver never fails.
/// Acknowledgements of the agent are ignored: progress depends only on what the partition's grain has made durable.
/// </summary>
internal sealed class PartitionReceiver(PartitionBuffer buffer, PartitionOwnership ownership, TimeProvider time, Func<Task> close)
    : IQueueAdapterReceiver, IDisposable
{
    /// <summary>The maximum number of records in one batch.</summary>
    internal const int MaxBatch = 25_000;

    // An agent can regard a batch as delivered although it was not (no observer is attached yet, or a cursor was created anew).
    // On an idle partition it would then never deliver the batch. It does when it receives the batch again.
    private static readonly TimeSpan OverdueAfter = TimeSpan.FromSeconds(2);

    // An agent polls every few milliseconds. Waiting here for the next record saves the CPU time of an idle silo. Nothing is
    // overdue meanwhile, because the wait ends at once while a batch has not been taken. Orleans warns of calls that take 20 s.
    private static readonly TimeSpan IdleWait = TimeSpan.FromSeconds(15);

    private readonly CancellationTokenSource _closing = new();

    public Task Initialize(TimeSpan timeout) => Task.CompletedTask;

    public async Task<IList<IBatchContainer>> GetQueueMessagesAsync(int maxCount)
    {
        PartitionBatch? batch = Next();
        if (batch is null)
        {
            using var end = CancellationTokenSource.CreateLinkedTokenSource(_closing.Token, ownership.EndOf(buffer.Number));
            await buffer.WaitForRecordsAsync().WaitAsync(IdleWait, time, end.Token)
                .ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
            batch = Next();
        }

        return batch is null ? [] : [batch];
    }

    public Task MessagesDeliveredAsync(IList<IBatchContainer> messages) => Task.CompletedTask;

    public async Task Shutdown(TimeSpan timeout)
    {
        await _closing.CancelAsync();
        await close();
    }

    public void Dispose() => _closing.Dispose();

    private PartitionBatch? Next() => buffer.Take(MaxBatch) ?? buffer.Overdue(OverdueAfter);
}
