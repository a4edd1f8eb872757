using PathwayOrleans.Aggregation.Time;
using PathwayOrleans.Grains.Partitions;
using PathwayOrleans.Grains.Users;
using PathwayOrleans.Silo.Tests.Harness;
using static PathwayOrleans.Silo.Tests.Harness.Records;

namespace PathwayOrleans.Silo.Tests.Partitions;

public class UserRouteTests
{
    private readonly ScriptedSink _sink = ScriptedSink.Create();
    private readonly UserRoute _route;

    public UserRouteTests() => _route = new UserRoute(_sink.Grain, Partition, Here, Plenty());

    [Fact]
    public async Task What_comes_while_a_call_is_open_goes_together_in_order_when_it_has_ended()
    {
        Task first = Send(0, 1);
        Task second = Send(2);
        Task third = Send(3, 4);
        Assert.Equal((1, 1, false), (_sink.Calls.Count, _sink.Open, _route.IsIdle));
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
        Assert.False(_route.IsIdle);
        _sink.Succeed();
        await fourth;
        Assert.True(_route.IsIdle);
        Assert.Equal(3, _sink.Calls.Count);
    }

    [Fact]
    public async Task A_failure_ends_the_route_and_fails_what_waited_and_what_comes()
    {
        Task first = Send(0);
        Task second = Send(1);
        var failure = new InvalidOperationException("it failed");
        _sink.Fail(failure);
        Assert.Same(failure, await Assert.ThrowsAsync<InvalidOperationException>(() => first));
        Assert.Same(failure, await Assert.ThrowsAsync<InvalidOperationException>(() => second));
        Assert.Same(failure, await Assert.ThrowsAsync<InvalidOperationException>(() => Send(2)));
        Assert.Single(_sink.Calls);
        Assert.False(_route.IsIdle);
    }

    [Fact]
    public async Task A_failure_of_what_was_gathered_is_told_to_all_who_waited_for_it()
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
    public void Routes_that_are_in_use_stay_when_there_are_many()
    {
        (IGrainFactory grains, Dictionary<string, ScriptedSink> sinks) = SinkFactory.Create();
        var routes = new UserRoutes(grains, Partition, Here, Plenty());
        UserRoute busy = routes.Get("busy");
        _ = busy.Send([new PositionedEvent(At(0), 1, 1, EventClock.None)]);
        UserRoute idle = routes.Get("001");
        Assert.Same(idle, routes.Get("001"));
        Assert.Equal(["busy", "=001"], sinks.Keys);
        routes.Trim();
        Assert.Same(idle, routes.Get("001"));
        for (int user = 0; user < 50_000; user++)
        {
            routes.Get($"u{user}");
        }

        routes.Trim();
        Assert.Same(busy, routes.Get("busy"));
        sinks.Remove("=001");
        Assert.NotSame(idle, routes.Get("001"));
    }

    private Task Send(params long[] offsets) => _route.Send([.. offsets.Select(offset => new PositionedEvent(At(offset), offset, offset, EventClock.None))]);

    private void AssertCall(long? after, params long[] offsets)
    {
        UserEvents call = _sink.Calls[^1];
        Assert.Equal(after is { } last ? At(last) : null, call.After);
        Assert.Equal(offsets.Select(At), call.Events.Select(positioned => positioned.Position));
        Assert.Equal((Partition, Here), (call.Partition, call.Reader));
    }
}
