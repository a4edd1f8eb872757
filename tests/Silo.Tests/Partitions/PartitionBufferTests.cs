using PathwayOrleans.Aggregation;
using PathwayOrleans.Aggregation.Events;
using PathwayOrleans.Engine.Partitions;
using PathwayOrleans.Engine.Status;
using PathwayOrleans.Grains.Partitions;
using PathwayOrleans.Silo.Tests.Harness;
using PathwayOrleans.Sources;
using PathwayOrleans.Testing;
using static PathwayOrleans.Silo.Tests.Harness.Records;

namespace PathwayOrleans.Silo.Tests.Partitions;

public class PartitionBufferTests
{
    private const int Large = 10;

    private readonly ManualTime _time = new();
    private readonly PartitionBuffer _buffer;

    public PartitionBufferTests() => _buffer = Records.Reading(_time);

    [Fact]
    public void With_no_batch_in_progress_a_batch_takes_all_records()
    {
        Assert.Null(_buffer.Take(Large));
        _buffer.Read(3);
        PartitionBatch batch = _buffer.Take(Large)!;
        Assert.Equal([At(0), At(1), At(2)], batch.Events.ToArray().Select(item => item.Position));
        Assert.Equal((0, At(3), _buffer.Epoch), (batch.Index, batch.Next.Next, batch.Epoch));
    }

    [Fact]
    public void With_a_batch_in_progress_the_next_one_waits_until_it_is_full_or_all_are_settled()
    {
        PartitionBatch first = Accepted(1);
        _buffer.Read(Large - 1);
        Assert.Null(_buffer.Take(Large));
        _buffer.Read(1);
        PartitionBatch second = _buffer.Take(Large)!;
        Assert.Equal((1, Large), (second.Index, second.Count));
        Assert.True(_buffer.Accept(second));
        _buffer.Read(2);
        Assert.Null(_buffer.Take(Large));
        _buffer.Release(first, durable: true);
        Assert.Null(_buffer.Take(Large));
        _buffer.Release(second, durable: true);
        Assert.Equal(2, _buffer.Take(Large)!.Count);
    }

    [Fact]
    public void A_batch_takes_at_most_half_of_the_records_allowed_in_flight()
    {
        _buffer.Bound = 6;
        _buffer.Read(5);
        Assert.Equal(3, _buffer.Take(Large)!.Count);
    }

    [Fact]
    public void No_batch_is_taken_while_the_limiter_has_no_room()
    {
        var limiter = new PendingUserLimiter(4);
        PartitionBuffer buffer = Records.Reading(limiter: limiter);
        limiter.Enter(3);
        buffer.Read(4);
        Assert.Null(buffer.Take(Large));
        limiter.Leave(1);
        PartitionBatch batch = buffer.Take(Large)!;
        Assert.Equal((2, 0), (batch.Count, limiter.Remaining));
    }

    [Fact]
    public void A_limit_below_the_batch_size_makes_batches_small_but_does_not_stop_them()
    {
        var limiter = new PendingUserLimiter(3);
        PartitionBuffer buffer = Records.Reading(limiter: limiter);
        buffer.Read(2 * Large);
        Assert.Equal(3, buffer.Take(Large)!.Count);
    }

    [Fact]
    public void A_batch_is_expected_to_have_the_ratio_of_users_to_records_of_the_last_one()
    {
        var limiter = new PendingUserLimiter(10);
        PartitionBuffer buffer = Records.Reading(limiter: limiter);
        buffer.Read(10);
        PartitionBatch first = buffer.Take(Large)!;
        Assert.Equal(0, limiter.Remaining);
        Assert.True(buffer.Accept(first));
        buffer.Dispatched(first, users: 1);
        Assert.Equal(10, limiter.Remaining);
        buffer.Release(first, durable: true);
        buffer.Read(10);
        buffer.Take(Large);
        Assert.Equal(9, limiter.Remaining);
    }

    [Fact]
    public void Discarded_batches_are_released_from_the_limiter()
    {
        var limiter = new PendingUserLimiter(10);
        PartitionBuffer buffer = Records.Reading(limiter: limiter);
        buffer.Read(5);
        buffer.Take(Large);
        buffer.Rewind(buffer.Epoch, "a reason");
        Assert.Equal(10, limiter.Remaining);
    }

    [Fact]
    public void The_memory_of_records_is_bounded_until_they_are_durable()
    {
        _buffer.EventBound = 5_000;
        _buffer.Append(_buffer.Epoch, Event(0, new string('u', 500)));
        Assert.False(_buffer.IsFull);
        for (int offset = 1; offset < 5; offset++)
        {
            _buffer.Append(_buffer.Epoch, Event(offset, new string('u', 500)));
        }

        Assert.True(_buffer.IsFull);
        PartitionBatch batch = _buffer.Take(Large)!;
        Assert.True(_buffer.IsFull);
        Assert.True(_buffer.Accept(batch));
        Assert.True(_buffer.IsFull);
        Assert.False(_buffer.HasRoom);
        _buffer.Release(batch, durable: true);
        Assert.True(_buffer.HasRoom);
    }

    [Fact]
    public void Bytes_of_records_that_cannot_be_parsed_are_bounded_until_they_are_durable()
    {
        _buffer.RawBound = 100;
        _buffer.Append(_buffer.Epoch, new SourceRecord(3, At(0), default, RejectionReason.NotCsv, new byte[99]));
        Assert.False(_buffer.IsFull);
        _buffer.Append(_buffer.Epoch, new SourceRecord(3, At(1), default, RejectionReason.NotCsv, new byte[1]));
        Assert.True(_buffer.IsFull);
        PartitionBatch batch = _buffer.Take(Large)!;
        Assert.True(_buffer.IsFull);
        Assert.True(_buffer.Accept(batch));
        Assert.True(_buffer.IsFull);
        _buffer.Release(batch, durable: true);
        Assert.True(_buffer.HasRoom);
    }

    [Fact]
    public void Bytes_of_records_that_the_reader_rejects_are_bounded_like_dead_letters()
    {
        _buffer.RawBound = 100;
        for (int round = 0; round < 3; round++)
        {
            long next = NextOf(_buffer);
            _buffer.Append(_buffer.Epoch, Bytes(next, 99));
            Assert.False(_buffer.IsFull);
            _buffer.Append(_buffer.Epoch, Bytes(next + 1, 1));
            Assert.True(_buffer.IsFull);
            PartitionBatch batch = _buffer.Take(Large)!;
            Assert.Equal(2, batch.Letters.Count);
            Assert.True(_buffer.IsFull);
            Assert.True(_buffer.Accept(batch));
            Assert.True(_buffer.IsFull);
            _buffer.Release(batch, durable: true);
            Assert.True(_buffer.HasRoom);
        }
    }

    [Fact]
    public void Records_that_are_not_counted_take_no_room_after_they_were_batched()
    {
        PartitionBuffer buffer = Reading(_time, counter: Counter(
            """
            CREATE SOURCE s (k text NOT NULL) WITH (connector = 'kafka', topic = 't') FORMAT PLAIN ENCODE JSON;
            CREATE MATERIALIZED VIEW v AS SELECT k, count(*) AS records FROM s WHERE k <> 'skipped' GROUP BY k;
            """));
        buffer.EventBound = 1_000;
        for (int round = 0; round < 20; round++)
        {
            buffer.Append(buffer.Epoch, Bytes(round, 100, "{\"k\":\"skipped\"}"));
            PartitionBatch batch = buffer.Take(Large)!;
            Assert.Equal(0, batch.Events.Length);
            Assert.True(buffer.Accept(batch));
            buffer.Release(batch, durable: true);
            Assert.True(buffer.HasRoom);
        }
    }

    [Fact]
    public void At_most_two_batches_are_offered_to_the_grain()
    {
        _buffer.Read(5 * Large);
        PartitionBatch first = _buffer.Take(Large)!;
        PartitionBatch second = _buffer.Take(Large)!;
        Assert.Null(_buffer.Take(Large));
        Assert.Same(first, _buffer.OfferedAfter(-1));
        Assert.Same(second, _buffer.OfferedAfter(first.Sequence));
        Assert.Null(_buffer.OfferedAfter(second.Sequence));
        Assert.True(_buffer.Accept(first));
        Assert.False(_buffer.Accept(first));
        Assert.Same(second, _buffer.OfferedAfter(-1));
        Assert.NotNull(_buffer.Take(Large));
    }

    [Fact]
    public void Everything_read_is_in_flight_until_it_is_released()
    {
        _buffer.Read(5);
        PartitionBatch batch = _buffer.Take(Large)!;
        _buffer.Bound = 6;
        Assert.False(_buffer.IsFull);
        _buffer.Read(1);
        Assert.Equal((6, true, false), (_buffer.InFlight, _buffer.IsFull, _buffer.HasRoom));
        Assert.True(_buffer.Accept(batch));
        Assert.Equal(6, _buffer.InFlight);
        _buffer.Release(batch, durable: true);
        Assert.Equal((1, false, true), (_buffer.InFlight, _buffer.IsFull, _buffer.HasRoom));
        Assert.Equal(5, _buffer.Rate.Total);
    }

    [Fact]
    public void A_batch_that_the_grain_has_not_taken_is_overdue_once_per_period()
    {
        var patience = TimeSpan.FromSeconds(2);
        _buffer.Read(1);
        _time.Advance(patience);
        PartitionBatch batch = _buffer.Take(Large)!;
        Assert.Null(_buffer.Overdue(patience));
        _time.Advance(patience);
        Assert.Same(batch, _buffer.Overdue(patience));
        Assert.Null(_buffer.Overdue(patience));
        _time.Advance(patience);
        Assert.Same(batch, _buffer.Overdue(patience));
        _buffer.Accept(batch);
        _time.Advance(patience);
        Assert.Null(_buffer.Overdue(patience));
    }

    [Fact]
    public void A_rewind_ends_the_reading_once_and_its_late_records_and_batches_are_ignored()
    {
        var reasons = new List<string>();
        _buffer.OnRewind(reasons.Add);
        PartitionBatch taken = Accepted(1);
        _buffer.Read(2 * Large);
        PartitionBatch offered = _buffer.Take(Large)!;
        long epoch = _buffer.Epoch;
        _buffer.Rewind(epoch, "a reason");
        _buffer.Rewind(epoch, "the same reason");
        _buffer.Rewind(_buffer.Epoch, "a reason while it is being positioned");
        Assert.Equal(["a reason"], reasons);
        Assert.NotEqual(epoch, _buffer.Epoch);
        Assert.Equal((PartitionState.Positioning, 1, 1), (_buffer.State, _buffer.InFlight, _buffer.RewindsInARow));
        Assert.False(_buffer.Append(epoch, Event(21)));
        Assert.False(_buffer.Accept(offered));
        Assert.Null(_buffer.OfferedAfter(-1));
        Assert.Null(_buffer.Take(Large));

        _buffer.Release(taken, durable: false);
        long next = _buffer.Begin(From(1, durable: 1));
        Assert.NotEqual(epoch, next);
        _buffer.Read(1);
        PartitionBatch again = _buffer.Take(Large)!;
        Assert.Equal((0, At(1), next), (again.Index, again.Events[0].Position, again.Epoch));
        Assert.True(again.Sequence > offered.Sequence, "The tokens of a stream must rise, also after a rewind.");
    }

    [Fact]
    public void A_rising_durable_position_resets_the_count_of_rewinds()
    {
        _buffer.Rewind(_buffer.Epoch, "a reason");
        _buffer.Begin(From(0));
        Assert.Equal((null, 1), (_buffer.Durable, _buffer.RewindsInARow));
        _buffer.Written(At(7));
        _buffer.Written(At(5));
        Assert.Equal((At(7), 0), (_buffer.Durable, _buffer.RewindsInARow));
        _buffer.Begin(From(6, durable: 6));
        Assert.Equal(At(7), _buffer.Durable);
    }

    [Fact]
    public void A_stopped_partition_stays_stopped_and_reports_its_error()
    {
        _buffer.OnRewind(_ => Assert.Fail("A stopped partition must not be read again."));
        _buffer.Read(3);
        _buffer.Stop("The log begins above.", new FoundPosition(At(0), WatermarkTracker.Start, new LogBounds(At(5), At(2000))));
        _buffer.Rewind(_buffer.Epoch, "a reason");
        PartitionStatus status = _buffer.ToStatus(reportedEnd: null);
        Assert.Equal(
            (PartitionState.Stopped, "The log begins above.", "2000", "0"),
            (status.State, status.Error, status.End, status.Durable));
        Assert.Equal(0, _buffer.InFlight);
    }

    [Fact]
    public void A_partition_without_taken_batches_closes_at_once()
    {
        _buffer.Read(3);
        _buffer.Take(Large);
        Assert.True(_buffer.CloseAsync().IsCompletedSuccessfully);
        Assert.Equal(0, _buffer.InFlight);
    }

    [Fact]
    public async Task A_partition_is_closed_when_its_taken_batches_and_their_checkpoint_are_durable()
    {
        PartitionBatch first = Accepted(2);
        _buffer.Read(Large);
        PartitionBatch second = _buffer.Take(Large)!;
        _buffer.Accept(second);
        Task closed = _buffer.CloseAsync();
        _buffer.Settle(first.Next.Next);
        _buffer.Release(first, durable: true);
        _buffer.Written(first.Next.Next);
        Assert.False(closed.IsCompleted);
        _buffer.Settle(second.Next.Next);
        _buffer.Release(second, durable: true);
        Assert.False(closed.IsCompleted);
        _buffer.Written(second.Next.Next);
        await closed;
    }

    [Fact]
    public async Task Closing_a_partition_does_not_wait_for_batches_that_failed()
    {
        _buffer.OnRewind(_ => Assert.Fail("A closed partition must not be read again here; its next owner reads it."));
        PartitionBatch batch = Accepted(2);
        Task closed = _buffer.CloseAsync();
        _buffer.Rewind(batch.Epoch, "its call failed");
        _buffer.Release(batch, durable: false);
        await closed;
    }

    [Fact]
    public void A_partition_is_quiet_when_everything_that_was_read_and_its_checkpoint_are_durable()
    {
        Assert.Null(_buffer.Quiet);
        PartitionBatch batch = Accepted(2);
        _buffer.Settle(At(2));
        Assert.Null(_buffer.Quiet);
        _buffer.Release(batch, durable: true);
        Assert.Null(_buffer.Quiet);
        _buffer.Written(At(2));
        Assert.Equal(batch.Next, _buffer.Quiet);
        _buffer.SetPaused(true);
        Assert.Null(_buffer.Quiet);
        _buffer.SetPaused(false);
        _buffer.Read(1);
        Assert.Null(_buffer.Quiet);
    }

    [Fact]
    public async Task Records_that_arrive_during_a_step_are_batched_with_its_watermark()
    {
        _buffer.Begin(From(5, durable: 5));
        Assert.False(_buffer.TryBeginStep(At(4)));
        Assert.True(_buffer.TryBeginStep(At(5)));
        Assert.False(_buffer.TryBeginStep(At(5)));
        _buffer.Read(2);
        Task records = _buffer.WaitForRecordsAsync();
        Assert.Null(_buffer.Take(Large));
        Assert.False(records.IsCompleted);
        _buffer.EndStep(new WatermarkTracker(7_000), isDurable: true);
        await records;
        PartitionBatch batch = _buffer.Take(Large)!;
        Assert.Equal([7_000, 7_000], batch.Events.ToArray().Select(item => item.Watermark));
    }

    [Fact]
    public void A_refused_step_rewinds_the_partition()
    {
        string? reason = null;
        _buffer.OnRewind(requested => reason = requested);
        _buffer.Begin(From(5, durable: 5));
        _buffer.TryBeginStep(At(5));
        _buffer.Read(2);
        _buffer.EndStep(new WatermarkTracker(7_000), isDurable: false);
        Assert.Equal("another process has moved its position", reason);
        _buffer.Begin(From(7, durable: 7));
        _buffer.Read(1);
        Assert.Equal(WatermarkTracker.None, _buffer.Take(Large)!.Events[0].Watermark);
    }

    [Fact]
    public async Task A_partition_that_is_rewound_or_closed_waits_for_its_step()
    {
        _buffer.Begin(From(5, durable: 5));
        _buffer.TryBeginStep(At(5));
        _buffer.Rewind(_buffer.Epoch, "a reason");
        _buffer.Begin(From(5, durable: 5));
        _buffer.Read(1);
        Assert.Null(_buffer.Take(Large));
        Task closed = _buffer.CloseAsync();
        Assert.False(closed.IsCompleted);
        _buffer.EndStep(new WatermarkTracker(7_000), isDurable: true);
        await closed;
    }

    [Fact]
    public void A_partition_is_reported_as_paused_only_while_it_is_read()
    {
        _buffer.SetPaused(true);
        Assert.Equal(PartitionState.Paused, _buffer.State);
        _buffer.SetPaused(false);
        Assert.Equal(PartitionState.Reading, _buffer.State);
        _buffer.Stop("no more", null);
        _buffer.SetPaused(true);
        Assert.Equal(PartitionState.Stopped, _buffer.State);
    }

    private PartitionBatch Accepted(int count)
    {
        _buffer.Read(count);
        PartitionBatch batch = _buffer.Take(Large)!;
        Assert.True(_buffer.Accept(batch));
        return batch;
    }
}
