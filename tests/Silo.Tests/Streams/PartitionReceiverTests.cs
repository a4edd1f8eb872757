using Orleans.Streams;
using PathwayOrleans.Grains.Partitions;
using PathwayOrleans.Silo.Streams;
using PathwayOrleans.Silo.Tests.Harness;

namespace PathwayOrleans.Silo.Tests.Streams;

public sealed class PartitionReceiverTests : IDisposable
{
    private readonly PartitionBuffer _buffer = Records.Reading();
    private readonly CancellationTokenSource _stopping = new();
    private readonly PartitionOwnership _ownership;
    private readonly PartitionReceiver _receiver;

    public PartitionReceiverTests()
    {
        _ownership = new PartitionOwnership(_stopping.Token);
        _receiver = new PartitionReceiver(_buffer, _ownership, new StoppedTime(), () => Task.CompletedTask);
    }

    public void Dispose()
    {
        _receiver.Dispose();
        _stopping.Dispose();
    }

    [Fact]
    public async Task A_request_of_an_idle_partition_ends_when_the_process_stops()
    {
        Task<IList<IBatchContainer>> request = _receiver.GetQueueMessagesAsync(1);
        Assert.False(request.IsCompleted);
        await _stopping.CancelAsync();
        Assert.Empty(await request);
        _ownership.Update([_buffer.Number]);
        Assert.Empty(await _receiver.GetQueueMessagesAsync(1));
    }

    [Fact]
    public async Task A_request_of_an_idle_partition_ends_with_the_shutdown()
    {
        Task<IList<IBatchContainer>> request = _receiver.GetQueueMessagesAsync(1);
        Assert.False(request.IsCompleted);
        await _receiver.Shutdown(TimeSpan.FromSeconds(1));
        Assert.Empty(await request);
    }

    [Fact]
    public async Task A_request_of_an_idle_partition_ends_with_its_next_record()
    {
        Task<IList<IBatchContainer>> request = _receiver.GetQueueMessagesAsync(1);
        Assert.False(request.IsCompleted);
        _buffer.Read(1);
        Assert.Equal(1, Assert.IsType<PartitionBatch>(Assert.Single(await request)).Count);
    }

    [Fact]
    public async Task A_request_of_an_idle_partition_ends_when_another_silo_is_to_read_it()
    {
        _ownership.Update([_buffer.Number]);
        Task<IList<IBatchContainer>> request = _receiver.GetQueueMessagesAsync(1);
        _ownership.Update([_buffer.Number, _buffer.Number + 1]);
        Assert.False(request.IsCompleted);
        _ownership.Update([_buffer.Number + 1]);
        Assert.Empty(await request);
        Assert.Empty(await _receiver.GetQueueMessagesAsync(1));
    }

    [Fact]
    public async Task A_request_waits_again_when_the_partition_is_assigned_again()
    {
        Task<IList<IBatchContainer>> before = _receiver.GetQueueMessagesAsync(1);
        _ownership.Update([]);
        Assert.Empty(await before);
        _ownership.Update([_buffer.Number]);
        Task<IList<IBatchContainer>> request = _receiver.GetQueueMessagesAsync(1);
        Assert.False(request.IsCompleted);
        _buffer.Read(1);
        Assert.Single(await request);
    }

    [Fact]
    public async Task A_request_does_not_wait_while_the_grain_has_a_batch_to_take()
    {
        _buffer.Read(1);
        Assert.Single(await _receiver.GetQueueMessagesAsync(1));
        Assert.Empty(await _receiver.GetQueueMessagesAsync(1));
    }

    [Fact]
    public async Task A_request_ends_when_the_partition_is_closed()
    {
        Task<IList<IBatchContainer>> request = _receiver.GetQueueMessagesAsync(1);
        Assert.True(await _buffer.CloseAsync());
        Assert.Empty(await request);
    }

    /// <summary>A clock whose timers never fire.</summary>
    private sealed class StoppedTime : TimeProvider
    {
        public override ITimer CreateTimer(TimerCallback callback, object? state, TimeSpan dueTime, TimeSpan period) =>
            new Timer();

        private sealed class Timer : ITimer
        {
            public bool Change(TimeSpan dueTime, TimeSpan period) => true;

            public void Dispose()
            {
            }

            public ValueTask DisposeAsync() => ValueTask.CompletedTask;
        }
    }
}
