using PathwayOrleans.Aggregation;
using PathwayOrleans.Grains.Partitions;
using PathwayOrleans.Grains.Users;
using PathwayOrleans.Silo.Tests.Harness;
using static PathwayOrleans.Silo.Tests.Harness.Records;

namespace PathwayOrleans.Silo.Tests.Partitions;

public class UserDispatcherTests
{
    private readonly ScriptedSink _sink = ScriptedSink.Create();
    private readonly UserDispatcher _dispatcher;

    public UserDispatcherTests() => _dispatcher = new UserDispatcher(_sink.Grain, Partition, Here, Plenty());

    [Fact]
    public async Task Events_that_arrive_during_a_call_are_sent_together_in_order_after_it()
    {
        Task first = Send(0, 1);
        Task second = Send(2);
        Task third = Send(3, 4);
        Assert.Equal((1, 1, false), (_sink.Calls.Count, _sink.Open, _dispatcher.IsIdle));
        AssertCall(null, 0, 1);
        _sink.Succeed();
        await first;
        Assert.False(second.IsCompleted);
        Assert.Equal((2, 1), (_sink.Calls.Count, _sink.Open));
        AssertCall(1, 2, 3, 4);
        Task fourth = Send(5);
        _sink.Succeed();
        await Task.WhenAll(second, third);
        AssertCall(4, 5);
        Assert.False(_dispatcher.IsIdle);
        _sink.Succeed();
        await fourth;
        Assert.True(_dispatcher.IsIdle);
        Assert.Equal(3, _sink.Calls.Count);
    }

    [Fact]
    public async Task A_failure_ends_the_dispatcher_and_fails_waiting_and_later_events()
    {
        Task first = Send(0);
        Task second = Send(1);
        var failure = new InvalidOperationException("it failed");
        _sink.Fail(failure);
        Assert.Same(failure, await Assert.ThrowsAsync<InvalidOperationException>(() => first));
        Assert.Same(failure, await Assert.ThrowsAsync<InvalidOperationException>(() => second));
        Assert.Same(failure, await Assert.ThrowsAsync<InvalidOperationException>(() => Send(2)));
        Assert.Single(_sink.Calls);
        Assert.False(_dispatcher.IsIdle);
    }

    [Fact]
    public async Task A_failure_of_collected_events_fails_all_their_senders()
    {
        Task first = Send(0);
        Task second = Send(1);
        Task third = Send(2);
        _sink.Succeed();
        await first;
        _sink.Fail(new InvalidOperationException("it failed"));
        await Assert.ThrowsAsync<InvalidOperationException>(() => second);
        await Assert.ThrowsAsync<InvalidOperationException>(() => third);
    }

    [Fact]
    public void Trimming_keeps_dispatchers_that_are_in_use()
    {
        (IGrainFactory grains, Dictionary<string, ScriptedSink> sinks) = SinkFactory.Create();
        var dispatchers = new UserDispatchers(grains, Partition, Here, Plenty());
        UserDispatcher busy = dispatchers.Get("busy");
        _ = busy.Send([new PositionedEvent(At(0), 1, 1, WatermarkTracker.None)]);
        UserDispatcher idle = dispatchers.Get("001");
        Assert.Same(idle, dispatchers.Get("001"));
        Assert.Equal(["busy", "=001"], sinks.Keys);
        dispatchers.Trim();
        Assert.Same(idle, dispatchers.Get("001"));
        for (int user = 0; user < 50_000; user++)
        {
            dispatchers.Get($"u{user}");
        }

        dispatchers.Trim();
        Assert.Same(busy, dispatchers.Get("busy"));
        sinks.Remove("=001");
        Assert.NotSame(idle, dispatchers.Get("001"));
    }

    private Task Send(params long[] offsets) =>
        _dispatcher.Send([.. offsets.Select(offset => new PositionedEvent(At(offset), offset, offset, WatermarkTracker.None))]);

    private void AssertCall(long? after, params long[] offsets)
    {
        UserEvents call = _sink.Calls[^1];
        Assert.Equal(after is { } last ? At(last) : null, call.After);
        Assert.Equal(offsets.Select(At), call.Events.Select(positioned => positioned.Position));
        Assert.Equal((Partition, Here), (call.Partition, call.Reader));
    }
}
