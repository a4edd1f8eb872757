using PathwayOrleans.Aggregation.Events;
using PathwayOrleans.Aggregation.Time;
using PathwayOrleans.Aggregation.Windows;
using PathwayOrleans.Grains.Partitions;
using PathwayOrleans.Grains.Users;
using PathwayOrleans.Silo.Tests.Harness;
using PathwayOrleans.Sources;
using PathwayOrleans.Storage.Commit;
using static PathwayOrleans.Silo.Tests.Harness.Records;

namespace PathwayOrleans.Silo.Tests.Partitions;

public class PollSplitterTests
{
    private readonly PollSplitter _splitter = new(NoWindows);
    private readonly UserRoutes _routes = new(SinkFactory.Create().Grains, Partition, Here, Plenty());

    [Fact]
    public void Each_user_has_its_events_in_their_order_and_what_is_none_is_a_letter()
    {
        Split([Event(0, "a"), Rejected(1), Event(2, "b"), Event(3, "a"), Event(5, "a")]);
        Assert.Equal([_routes.Get("a"), _routes.Get("b")], _splitter.Users);
        Assert.Equal([Positioned(0), Positioned(3, before: 2), Positioned(5, before: 3)], _routes.Get("a").Events!);
        Assert.Equal([Positioned(2, before: 0)], _routes.Get("b").Events!);
        DeadLetter letter = Assert.Single(_splitter.Letters);
        Assert.Equal((Partition, At(1), "not_json"), (letter.Partition, letter.Position, letter.Reason));
        Assert.Equal("no event"u8.ToArray(), letter.Raw);
    }

    [Fact]
    public void An_event_from_the_future_is_a_letter_where_there_are_windows_and_counts_where_there_are_none()
    {
        SourceRecord future = new(3, At(1), new UserEvent("a", 1, 1000 + NoWindows.Clock.MaxAdvance + 1), RejectionReason.None, null);
        var withWindows = new PollSplitter(NoWindows with { Windows = new WindowSet([WindowDefinition.Tumbling("minute", 60_000)]) });
        Split(withWindows, [Event(0, "a"), future, Event(2, "a")]);
        Assert.Equal([Positioned(0), Positioned(2, before: 0)], _routes.Get("a").Events!);
        DeadLetter letter = Assert.Single(withWindows.Letters);
        Assert.Equal((At(1), "future"), (letter.Position, letter.Reason));
        Assert.Equal($$"""{"user_id":"a","value":1,"time":{{future.Event.Time}}}""", System.Text.Encoding.UTF8.GetString(letter.Raw!));

        _routes.Get("a").Events = null;
        Split([Event(0, "a"), future, Event(2, "a")]);
        Assert.Equal(3, _routes.Get("a").Events!.Length);
        Assert.Empty(_splitter.Letters);
    }

    [Fact]
    public void One_poll_leaves_nothing_for_the_next()
    {
        Split([Event(0, "a"), Event(1, "b"), Rejected(2)]);
        _splitter.Users.ForEach(route => route.Events = null);
        List<DeadLetter> letters = _splitter.Letters;
        Split([Event(3, "b")]);
        Assert.Equal([_routes.Get("b")], _splitter.Users);
        Assert.Equal([Positioned(3)], _routes.Get("b").Events!);
        Assert.Empty(_splitter.Letters);
        Assert.Single(letters);
    }

    private static SourceRecord Rejected(long offset) => new(3, At(offset), default, RejectionReason.NotJson, "no event"u8.ToArray());

    // Harness events are a millisecond apart, so the watermark before one is that of the event before it.
    private static PositionedEvent Positioned(long offset, long? before = null) => new(
        At(offset), offset, 1000 + offset, before is { } earlier ? 1000 + earlier - NoWindows.Clock.OutOfOrderness : EventClock.None);

    private void Split(SourceRecord[] records) => Split(_splitter, records);

    private void Split(PollSplitter splitter, SourceRecord[] records)
    {
        PartitionFlow flow = Records.Reading();
        splitter.Split(flow, new PartitionPoll(3, Here, flow.Epoch, 0, 0, 1, EventClock.Start, NoWindows.Clock, records), _routes);
    }
}
