using Orleans.Providers.Streams.Common;
using Orleans.Streams;
using PathwayOrleans.Grains.Partitions;
using PathwayOrleans.Silo.Streams;
using PathwayOrleans.Silo.Tests.Harness;
using PathwayOrleans.Testing;

namespace PathwayOrleans.Silo.Tests.Streams;

public class PartitionCursorTests
{
    private readonly PartitionBuffer _buffer = Records.Reading();
    private readonly PartitionCache _cache;
    private readonly PartitionBatch _first;
    private readonly PartitionBatch _second;

    public PartitionCursorTests()
    {
        _cache = new PartitionCache(_buffer);
        _buffer.Read(20);
        _first = _buffer.Take(10)!;
        _second = _buffer.Take(10)!;
    }

    [Fact]
    public void The_cursor_returns_the_batches_in_order()
    {
        PartitionCursor cursor = Cursor(null);
        AssertNext(cursor, _first);
        AssertNext(cursor, _second);
        Assert.False(cursor.MoveNext());
        _buffer.Accept(_first);
        _buffer.Read(10);
        PartitionBatch third = _buffer.Take(10)!;
        AssertNext(cursor, third);
        Assert.False(cursor.MoveNext());
    }

    [Fact]
    public void After_a_failed_delivery_the_cursor_restarts_at_the_oldest_batch()
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
    public void At_any_token_the_cursor_starts_at_the_oldest_batch_that_was_not_taken(long token)
    {
        AssertNext(Cursor(new EventSequenceTokenV2(token)), _first);
        _buffer.Accept(_first);
        AssertNext(Cursor(new EventSequenceTokenV2(token)), _second);
    }

    [Fact]
    public void A_skipped_batch_is_returned_again_after_a_refresh()
    {
        // The agent moves the cursor like this after a handshake that does not match.
        PartitionCursor cursor = Cursor(new EventSequenceTokenV2(0));
        cursor.MoveNext();
        AssertNext(cursor, _second);
        cursor.Refresh(_second.SequenceToken);
        AssertNext(cursor, _first);
    }

    [Fact]
    public async Task A_skipped_batch_is_received_again_when_it_is_overdue()
    {
        var time = new ManualTime();
        PartitionBuffer buffer = Records.Reading(time);
        using var receiver = new PartitionReceiver(
            buffer, new PartitionOwnership(CancellationToken.None), time, () => Task.CompletedTask);
        buffer.Read(2);
        PartitionBatch batch = Assert.IsType<PartitionBatch>(Assert.Single(await receiver.GetQueueMessagesAsync(1)));
        Assert.Empty(await receiver.GetQueueMessagesAsync(1));
        time.Advance(TimeSpan.FromSeconds(2));
        Assert.Same(batch, Assert.Single(await receiver.GetQueueMessagesAsync(1)));
    }

    [Fact]
    public void Batches_of_an_ended_reading_are_not_returned()
    {
        PartitionCursor cursor = Cursor(null);
        cursor.MoveNext();
        _buffer.Rewind(_buffer.Epoch, "a reason");
        Assert.False(cursor.MoveNext());
        cursor.RecordDeliveryFailure();
        Assert.False(cursor.MoveNext());
    }

    [Fact]
    public void The_cache_keeps_batches_until_they_are_taken()
    {
        Assert.False(_cache.TryPurgeFromCache(out IList<IBatchContainer> purged));
        Assert.Empty(purged);
        Assert.False(_cache.IsUnderPressure());
        Assert.Equal(1, _cache.GetMaxAddCount());
    }

    private PartitionCursor Cursor(StreamSequenceToken? token) =>
        Assert.IsType<PartitionCursor>(_cache.GetCacheCursor(PartitionStreams.Of(3), token));

    private static void AssertNext(PartitionCursor cursor, PartitionBatch batch)
    {
        Assert.True(cursor.MoveNext());
        Assert.Same(batch, cursor.GetCurrent(out Exception? failure));
        Assert.Null(failure);
    }
}
