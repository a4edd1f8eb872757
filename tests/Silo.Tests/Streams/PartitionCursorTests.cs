using Orleans.Providers.Streams.Common;
using Orleans.Streams;
using PathwayOrleans.Grains.Partitions;
using PathwayOrleans.Silo.Streams;
using PathwayOrleans.Silo.Tests.Harness;

namespace PathwayOrleans.Silo.Tests.Streams;

public class PartitionCursorTests
{
    private readonly PartitionFlow _flow = Records.Reading();
    private readonly PartitionCache _cache;
    private readonly PartitionPoll _first;
    private readonly PartitionPoll _second;

    public PartitionCursorTests()
    {
        _cache = new PartitionCache(_flow);
        _flow.Read(20);
        _first = _flow.Take(10)!;
        _second = _flow.Take(10)!;
    }

    [Fact]
    public void It_walks_through_the_polls_in_their_order()
    {
        PartitionCursor cursor = Cursor(null);
        AssertNext(cursor, _first);
        AssertNext(cursor, _second);
        Assert.False(cursor.MoveNext());
        _flow.Accept(_first);
        _flow.Read(10);
        PartitionPoll third = _flow.Take(10)!;
        AssertNext(cursor, third);
        Assert.False(cursor.MoveNext());
    }

    [Fact]
    public void After_a_failure_the_same_poll_comes_again()
    {
        PartitionCursor cursor = Cursor(null);
        AssertNext(cursor, _first);
        cursor.RecordDeliveryFailure();
        AssertNext(cursor, _first);
        AssertNext(cursor, _second);
        cursor.RecordDeliveryFailure();
        AssertNext(cursor, _first);
    }

    [Theory]
    [InlineData(0)]
    [InlineData(1)]
    [InlineData(1000)]
    public void At_whatever_token_it_is_made_the_oldest_poll_that_was_not_taken_comes_first(long token)
    {
        AssertNext(Cursor(new EventSequenceTokenV2(token)), _first);
        _flow.Accept(_first);
        AssertNext(Cursor(new EventSequenceTokenV2(token)), _second);
    }

    [Fact]
    public void A_poll_that_was_passed_by_comes_again_with_the_next_one_that_is_read()
    {
        // As the agent does on a handshake that does not match.
        PartitionCursor cursor = Cursor(new EventSequenceTokenV2(0));
        cursor.MoveNext();
        AssertNext(cursor, _second);
        cursor.Refresh(_second.SequenceToken);
        AssertNext(cursor, _first);
    }

    [Fact]
    public async Task A_poll_that_was_passed_by_is_read_again_when_it_is_overdue()
    {
        var time = new ManualTime();
        PartitionFlow flow = Records.Reading(time);
        var receiver = new PartitionReceiver(flow, () => Task.CompletedTask);
        Assert.Empty(await receiver.GetQueueMessagesAsync(1));
        flow.Read(2);
        PartitionPoll poll = Assert.IsType<PartitionPoll>(Assert.Single(await receiver.GetQueueMessagesAsync(1)));
        Assert.Empty(await receiver.GetQueueMessagesAsync(1));
        time.Advance(TimeSpan.FromSeconds(2));
        Assert.Same(poll, Assert.Single(await receiver.GetQueueMessagesAsync(1)));
    }

    [Fact]
    public void What_belongs_to_a_reading_that_is_over_does_not_come()
    {
        PartitionCursor cursor = Cursor(null);
        cursor.MoveNext();
        _flow.Rewind(_flow.Epoch, "a doubt");
        Assert.False(cursor.MoveNext());
        cursor.RecordDeliveryFailure();
        Assert.False(cursor.MoveNext());
    }

    [Fact]
    public void The_cache_gives_nothing_back_before_it_is_taken()
    {
        Assert.False(_cache.TryPurgeFromCache(out IList<IBatchContainer> purged));
        Assert.Empty(purged);
        Assert.False(_cache.IsUnderPressure());
        Assert.Equal(1, _cache.GetMaxAddCount());
    }

    private PartitionCursor Cursor(StreamSequenceToken? token) => Assert.IsType<PartitionCursor>(_cache.GetCacheCursor(PartitionStreams.Of(3), token));

    private static void AssertNext(PartitionCursor cursor, PartitionPoll poll)
    {
        Assert.True(cursor.MoveNext());
        Assert.Same(poll, cursor.GetCurrent(out Exception? failure));
        Assert.Null(failure);
    }
}
