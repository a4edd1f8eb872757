using PathwayOrleans.Aggregation.Events;
using PathwayOrleans.Grains.Partitions;
using PathwayOrleans.Grains.Users;
using PathwayOrleans.Silo.Tests.Harness;
using PathwayOrleans.Sources;
using PathwayOrleans.Storage.Commit;
using static PathwayOrleans.Silo.Tests.Harness.Records;

namespace PathwayOrleans.Silo.Tests.Partitions;

public class PollSplitterTests
{
    private readonly PollSplitter _splitter = new();
    private readonly UserRoutes _routes = new(SinkFactory.Create().Grains, Partition, Here, Plenty());

    [Fact]
    public void Each_user_has_its_events_in_their_order_and_what_is_none_is_a_letter()
    {
        Split([Event(0, "a"), Rejected(1), Event(2, "b"), Event(3, "a"), Event(5, "a")]);
        Assert.Equal([_routes.Get("a"), _routes.Get("b")], _splitter.Users);
        Assert.Equal([Positioned(0), Positioned(3), Positioned(5)], _routes.Get("a").Events!);
        Assert.Equal([Positioned(2)], _routes.Get("b").Events!);
        DeadLetter letter = Assert.Single(_splitter.Letters);
        Assert.Equal((Partition, At(1), "not_json"), (letter.Partition, letter.Position, letter.Reason));
        Assert.Equal("no event"u8.ToArray(), letter.Raw);
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

    private static PositionedEvent Positioned(long offset) => new(At(offset), offset, 1000 + offset);

    private void Split(SourceRecord[] records) => _splitter.Split(Records.Reading(), records, _routes);
}
