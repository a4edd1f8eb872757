using Orleans.Streams;
using PathwayOrleans.Grains.Partitions;

namespace PathwayOrleans.Silo.Streams;

/// <summary>
/// Hands an agent polls of a partition that the silo's reader has read already, so it never waits and never fails.
/// Progress is not the agent's business: it follows what the partition's grain knows to be durable.
/// </summary>
internal sealed class PartitionReceiver(PartitionFlow flow, Func<Task> close) : IQueueAdapterReceiver
{
    /// <summary>Records of one poll, at the most.</summary>
    internal const int MaxPoll = 25_000;

    // An agent has reasons to think of a poll as delivered that has not been (no observer attached yet, a cursor made
    // anew), and with an idle partition nothing would ever move it on. Hearing of the poll again does.
    private static readonly TimeSpan OverdueAfter = TimeSpan.FromSeconds(2);

    public Task Initialize(TimeSpan timeout) => Task.CompletedTask;

    public Task<IList<IBatchContainer>> GetQueueMessagesAsync(int maxCount)
    {
        PartitionPoll? poll = flow.Take(MaxPoll) ?? flow.Overdue(OverdueAfter);
        return Task.FromResult<IList<IBatchContainer>>(poll is null ? [] : [poll]);
    }

    public Task MessagesDeliveredAsync(IList<IBatchContainer> messages) => Task.CompletedTask;

    public Task Shutdown(TimeSpan timeout) => close();
}
