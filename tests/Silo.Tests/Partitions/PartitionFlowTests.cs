using PathwayOrleans.Aggregation.Events;
using PathwayOrleans.Aggregation.Time;
using PathwayOrleans.Grains.Partitions;
using PathwayOrleans.Monitoring.Status;
using PathwayOrleans.Silo.Tests.Harness;
using PathwayOrleans.Sources;
using static PathwayOrleans.Silo.Tests.Harness.Records;

namespace PathwayOrleans.Silo.Tests.Partitions;

public class PartitionFlowTests
{
    private const int Large = 10;

    private readonly ManualTime _time = new();
    private readonly PartitionFlow _flow;

    public PartitionFlowTests() => _flow = Records.Reading(_time);

    [Fact]
    public void With_nothing_on_its_way_a_poll_takes_whatever_there_is()
    {
        Assert.Null(_flow.Take(Large));
        _flow.Read(3);
        PartitionPoll poll = _flow.Take(Large)!;
        Assert.Equal([At(0), At(1), At(2)], poll.Records.ToArray().Select(record => record.Position));
        Assert.Equal((0, At(3), _flow.Epoch), (poll.Index, poll.Next.Next, poll.Epoch));
    }

    [Fact]
    public void With_something_on_its_way_a_poll_waits_until_it_is_large_or_all_is_settled()
    {
        PartitionPoll first = Accepted(1);
        _flow.Read(Large - 1);
        Assert.Null(_flow.Take(Large));
        _flow.Read(1);
        PartitionPoll second = _flow.Take(Large)!;
        Assert.Equal((1, Large), (second.Index, second.Count));
        Assert.True(_flow.Accept(second));
        _flow.Read(2);
        Assert.Null(_flow.Take(Large));
        _flow.Release(first, durable: true);
        Assert.Null(_flow.Take(Large));
        _flow.Release(second, durable: true);
        Assert.Equal(2, _flow.Take(Large)!.Count);
    }

    [Fact]
    public void A_poll_takes_no_more_than_half_of_what_may_be_in_flight()
    {
        _flow.Bound = 6;
        _flow.Read(5);
        Assert.Equal(3, _flow.Take(Large)!.Count);
    }

    [Fact]
    public void While_the_users_budget_has_no_room_nothing_is_taken()
    {
        var budget = new UserBudget(4);
        PartitionFlow flow = Records.Reading(budget: budget);
        budget.Enter(3);
        flow.Read(4);
        Assert.Null(flow.Take(Large));
        budget.Leave(1);
        PartitionPoll poll = flow.Take(Large)!;
        Assert.Equal((2, 0), (poll.Count, budget.Remaining));
    }

    [Fact]
    public void A_budget_smaller_than_a_poll_makes_polls_small_and_stalls_nothing()
    {
        var budget = new UserBudget(3);
        PartitionFlow flow = Records.Reading(budget: budget);
        flow.Read(2 * Large);
        Assert.Equal(3, flow.Take(Large)!.Count);
    }

    [Fact]
    public void A_poll_is_expected_to_have_as_many_users_for_its_records_as_the_last_one_had()
    {
        var budget = new UserBudget(10);
        PartitionFlow flow = Records.Reading(budget: budget);
        flow.Read(10);
        PartitionPoll first = flow.Take(Large)!;
        Assert.Equal(0, budget.Remaining);
        Assert.True(flow.Accept(first));
        flow.HandedOut(first, users: 1);
        Assert.Equal(10, budget.Remaining);
        flow.Release(first, durable: true);
        flow.Read(10);
        flow.Take(Large);
        Assert.Equal(9, budget.Remaining);
    }

    [Fact]
    public void What_is_discarded_is_off_the_users_budget()
    {
        var budget = new UserBudget(10);
        PartitionFlow flow = Records.Reading(budget: budget);
        flow.Read(5);
        flow.Take(Large);
        flow.Rewind(flow.Epoch, "a reason");
        Assert.Equal(10, budget.Remaining);
    }

    [Fact]
    public void Bytes_of_what_is_no_event_are_bounded_until_they_are_durable()
    {
        _flow.RawBound = 100;
        _flow.Append(_flow.Epoch, new SourceRecord(3, At(0), default, RejectionReason.NotJson, new byte[99]));
        Assert.False(_flow.IsFull);
        _flow.Append(_flow.Epoch, new SourceRecord(3, At(1), default, RejectionReason.NotJson, new byte[1]));
        Assert.True(_flow.IsFull);
        PartitionPoll poll = _flow.Take(Large)!;
        Assert.True(_flow.IsFull);
        Assert.True(_flow.Accept(poll));
        Assert.True(_flow.IsFull);
        _flow.Release(poll, durable: true);
        Assert.True(_flow.HasRoom);
    }

    [Fact]
    public void No_more_polls_are_handed_out_than_the_grain_can_be_waited_for()
    {
        _flow.Read(5 * Large);
        PartitionPoll first = _flow.Take(Large)!;
        PartitionPoll second = _flow.Take(Large)!;
        Assert.Null(_flow.Take(Large));
        Assert.Same(first, _flow.OfferedAfter(-1));
        Assert.Same(second, _flow.OfferedAfter(first.Sequence));
        Assert.Null(_flow.OfferedAfter(second.Sequence));
        Assert.True(_flow.Accept(first));
        Assert.False(_flow.Accept(first));
        Assert.Same(second, _flow.OfferedAfter(-1));
        Assert.NotNull(_flow.Take(Large));
    }

    [Fact]
    public void Everything_read_is_in_flight_until_it_is_released()
    {
        _flow.Read(5);
        PartitionPoll poll = _flow.Take(Large)!;
        _flow.Bound = 6;
        Assert.False(_flow.IsFull);
        _flow.Read(1);
        Assert.Equal((6, true, false), (_flow.InFlight, _flow.IsFull, _flow.HasRoom));
        Assert.True(_flow.Accept(poll));
        Assert.Equal(6, _flow.InFlight);
        _flow.Release(poll, durable: true);
        Assert.Equal((1, false, true), (_flow.InFlight, _flow.IsFull, _flow.HasRoom));
        Assert.Equal(5, _flow.Rate.Total);
    }

    [Fact]
    public void A_poll_that_the_grain_has_not_taken_in_time_is_overdue_once_in_each_time()
    {
        var patience = TimeSpan.FromSeconds(2);
        _flow.Read(1);
        _time.Advance(patience);
        PartitionPoll poll = _flow.Take(Large)!;
        Assert.Null(_flow.Overdue(patience));
        _time.Advance(patience);
        Assert.Same(poll, _flow.Overdue(patience));
        Assert.Null(_flow.Overdue(patience));
        _time.Advance(patience);
        Assert.Same(poll, _flow.Overdue(patience));
        _flow.Accept(poll);
        _time.Advance(patience);
        Assert.Null(_flow.Overdue(patience));
    }

    [Fact]
    public void A_rewind_ends_the_reading_once_and_voids_all_that_still_comes_of_it()
    {
        var reasons = new List<string>();
        _flow.OnRewind(reasons.Add);
        PartitionPoll taken = Accepted(1);
        _flow.Read(2 * Large);
        PartitionPoll offered = _flow.Take(Large)!;
        long epoch = _flow.Epoch;
        _flow.Rewind(epoch, "a doubt");
        _flow.Rewind(epoch, "the same doubt");
        _flow.Rewind(_flow.Epoch, "a doubt while it is being positioned");
        Assert.Equal(["a doubt"], reasons);
        Assert.NotEqual(epoch, _flow.Epoch);
        Assert.Equal((PartitionState.Positioning, 1, 1), (_flow.State, _flow.InFlight, _flow.RewindsInARow));
        Assert.False(_flow.Append(epoch, Event(21)));
        Assert.False(_flow.Accept(offered));
        Assert.Null(_flow.OfferedAfter(-1));
        Assert.Null(_flow.Take(Large));

        _flow.Release(taken, durable: false);
        long next = _flow.Begin(At(1), At(1), EventClock.Start, At(1000));
        Assert.NotEqual(epoch, next);
        _flow.Read(1);
        PartitionPoll again = _flow.Take(Large)!;
        Assert.Equal((0, At(1), next), (again.Index, again.Records![0].Position, again.Epoch));
        Assert.True(again.Sequence > offered.Sequence, "A stream's tokens rise, whatever is read again.");
    }

    [Fact]
    public void What_is_durable_rises_and_ends_the_row_of_rewinds()
    {
        _flow.Rewind(_flow.Epoch, "a doubt");
        _flow.Begin(null, At(0), EventClock.Start, At(1000));
        Assert.Equal((null, 1), (_flow.Durable, _flow.RewindsInARow));
        _flow.Written(At(7));
        _flow.Written(At(5));
        Assert.Equal((At(7), 0), (_flow.Durable, _flow.RewindsInARow));
        _flow.Begin(At(6), At(6), EventClock.Start, At(1000));
        Assert.Equal(At(7), _flow.Durable);
    }

    [Fact]
    public void A_partition_that_was_stopped_stays_so_and_says_why()
    {
        _flow.OnRewind(_ => Assert.Fail("It is not read again."));
        _flow.Read(3);
        _flow.Stop("The log begins above.", At(0), At(2000));
        _flow.Rewind(_flow.Epoch, "a doubt");
        Assert.Equal((PartitionState.Stopped, "The log begins above.", 0, At(2000)), (_flow.State, _flow.Error, _flow.InFlight, _flow.KnownEnd!.Value));
    }

    [Fact]
    public void A_partition_with_nothing_taken_closes_at_once()
    {
        _flow.Read(3);
        _flow.Take(Large);
        Assert.True(_flow.CloseAsync().IsCompletedSuccessfully);
        Assert.Equal(0, _flow.InFlight);
    }

    [Fact]
    public async Task A_partition_is_closed_when_what_was_taken_is_durable_and_the_database_says_so()
    {
        PartitionPoll first = Accepted(2);
        _flow.Read(Large);
        PartitionPoll second = _flow.Take(Large)!;
        _flow.Accept(second);
        Task closed = _flow.CloseAsync();
        _flow.Settle(first.Next.Next);
        _flow.Release(first, durable: true);
        _flow.Written(first.Next.Next);
        Assert.False(closed.IsCompleted);
        _flow.Settle(second.Next.Next);
        _flow.Release(second, durable: true);
        Assert.False(closed.IsCompleted);
        _flow.Written(second.Next.Next);
        await closed;
    }

    [Fact]
    public async Task A_partition_that_is_closed_does_not_wait_for_what_could_not_be_made_durable()
    {
        _flow.OnRewind(_ => Assert.Fail("The next owner reads it."));
        PartitionPoll poll = Accepted(2);
        Task closed = _flow.CloseAsync();
        _flow.Rewind(poll.Epoch, "its call failed");
        _flow.Release(poll, durable: false);
        await closed;
    }

    [Fact]
    public void Pausing_shows_only_while_it_is_read()
    {
        _flow.SetPaused(true);
        Assert.Equal(PartitionState.Paused, _flow.State);
        _flow.SetPaused(false);
        Assert.Equal(PartitionState.Reading, _flow.State);
        _flow.Stop("no more", null, null);
        _flow.SetPaused(true);
        Assert.Equal(PartitionState.Stopped, _flow.State);
    }

    private PartitionPoll Accepted(int count)
    {
        _flow.Read(count);
        PartitionPoll poll = _flow.Take(Large)!;
        Assert.True(_flow.Accept(poll));
        return poll;
    }
}
