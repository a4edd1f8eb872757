using PathwayOrleans.Aggregation;
using PathwayOrleans.Aggregation.Events;
using PathwayOrleans.Grains.Partitions;
using PathwayOrleans.Grains.Users;
using PathwayOrleans.Pipelines;
using PathwayOrleans.Silo.Tests.Harness;
using PathwayOrleans.Sources;
using PathwayOrleans.Storage.Commit;
using static PathwayOrleans.Silo.Tests.Harness.Records;

namespace PathwayOrleans.Silo.Tests.Partitions;

public class BatchSplitterTests
{
    private readonly BatchSplitter _splitter = new();
    private List<DeadLetter> _letters = [];
    private readonly UserDispatchers _dispatchers = new(SinkFactory.Create().Grains, Partition, Here, Plenty());

    [Fact]
    public void Each_user_has_its_events_in_order_and_a_record_that_cannot_be_parsed_is_a_dead_letter()
    {
        Split([Event(0, "a"), Rejected(1), Event(2, "b"), Event(3, "a"), Event(5, "a")]);
        Assert.Equal([_dispatchers.Get("a"), _dispatchers.Get("b")], _splitter.Users);
        Assert.Equal([Positioned(0), Positioned(3, before: 2), Positioned(5, before: 3)], _dispatchers.Get("a").Events!);
        Assert.Equal([Positioned(2, before: 0)], _dispatchers.Get("b").Events!);
        DeadLetter letter = Assert.Single(_letters);
        Assert.Equal((Partition, At(1), "invalid_json"), (letter.Partition, letter.Position, letter.Reason));
        Assert.Equal("no event"u8.ToArray(), letter.Raw);
    }

    [Fact]
    public void A_future_event_is_a_dead_letter_with_windows_and_is_counted_without()
    {
        SourceRecord future = new(
            3, At(1), new UserEvent("a", 1, 1001 + NoWindows.Clock.MaxAhead), RejectionReason.None, null, Recorded: 1000);
        Split(
            BuiltInPipeline.Sql + BuiltInWindow.Tumbling("minute", 60_000),
            [Event(0, "a"), future, Event(2, "a")]);
        Assert.Equal([Positioned(0), Positioned(2, before: 0)], _dispatchers.Get("a").Events!);
        DeadLetter letter = Assert.Single(_letters);
        Assert.Equal((At(1), "future"), (letter.Position, letter.Reason));
        Assert.Equal(
            $$"""{"user_id":"a","value":1,"time":{{future.Event.Time}}}""", System.Text.Encoding.UTF8.GetString(letter.Raw!));

        _dispatchers.Get("a").Events = null;
        Split([Event(0, "a"), future, Event(2, "a")]);
        Assert.Equal(3, _dispatchers.Get("a").Events!.Length);
        Assert.Empty(_letters);
    }

    [Fact]
    public void Splitting_a_batch_discards_the_result_of_the_last_one()
    {
        Split([Event(0, "a"), Event(1, "b"), Rejected(2)]);
        _splitter.Users.ForEach(dispatcher => dispatcher.Events = null);
        List<DeadLetter> letters = _letters;
        Split([Event(3, "b")]);
        Assert.Equal([_dispatchers.Get("b")], _splitter.Users);
        Assert.Equal([Positioned(3)], _dispatchers.Get("b").Events!);
        Assert.Empty(_letters);
        Assert.Single(letters);
    }

    private static SourceRecord Rejected(long offset) => Bytes(offset, 0, "no event");

    // Harness events are a millisecond apart, so the watermark before one is that of the event before it.
    private static PositionedEvent Positioned(long offset, long? before = null) => new(
        At(offset), offset, 1000 + offset,
        before is { } earlier ? 1000 + earlier - NoWindows.Clock.OutOfOrderness : WatermarkTracker.None);

    private void Split(SourceRecord[] records) => Split(null, records);

    private void Split(string? sql, SourceRecord[] records)
    {
        var batch = new PartitionBatch(Partition, Here, 1, 0, 0, 1, WatermarkTracker.Start, Counter(sql), records);
        _letters = batch.Letters;
        _splitter.Split(batch, _dispatchers);
    }
}
