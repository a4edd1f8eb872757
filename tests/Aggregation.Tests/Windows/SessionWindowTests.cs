using PathwayOrleans.Aggregation.State;
using PathwayOrleans.Aggregation.Windows;

namespace PathwayOrleans.Aggregation.Tests.Windows;

public sealed class SessionWindowTests
{
    private readonly OneUser _user = new(WindowDefinition.Session("s", 10));

    [Theory]
    [InlineData(100, 109, "100..119:2")]
    [InlineData(109, 100, "100..119:2")]
    [InlineData(100, 110, "100..110:1 110..120:1")]
    [InlineData(110, 100, "100..110:1 110..120:1")]
    [InlineData(100, 100, "100..110:2")]
    public void A_gap_that_is_reached_parts_two_events(long one, long other, string rows) =>
        Assert.Equal(rows, _user.Apply([one, other]).Rows("s"));

    [Fact]
    public void Its_end_is_its_last_event_and_the_gap()
    {
        _user.Apply(100, 1);
        _user.Apply(106, 4);
        _user.Apply(103, -2);
        _user.Commit();
        Assert.Equal(new WindowAggregate(100, 116, 3, 3, -2, 4, 100, 106), _user["s", 100]);
    }

    [Fact]
    public void An_event_between_two_makes_them_one_and_the_later_row_goes()
    {
        Assert.Equal("100..110:1 115..125:1", _user.Apply([100, 115]).Rows("s"));
        _user.Apply(107, 4);
        WindowChanges changes = _user.State.TakeWindowChanges(_user.Windows)!;
        Assert.Equal([new WindowKey("s", 115)], changes.Gone);
        Assert.Equal([new WindowRow("s", new WindowAggregate(100, 125, 3, 6, 1, 4, 100, 115))], changes.Rows);
        _user.Write(changes);
        Assert.Equal("100..125:3", _user.Rows("s"));
    }

    [Fact]
    public void An_event_that_reaches_the_gap_on_one_side_joins_the_other_side_alone()
    {
        Assert.Equal("100..110:1 110..125:2", new OneUser(WindowDefinition.Session("s", 10)).Apply([100, 115, 110]).Rows("s"));
        Assert.Equal("100..115:2 115..125:1", new OneUser(WindowDefinition.Session("s", 10)).Apply([100, 115, 105]).Rows("s"));
    }

    [Fact]
    public void An_earlier_event_moves_the_row()
    {
        Assert.Equal("100..110:1", _user.Apply([100]).Rows("s"));
        Assert.Equal("91..110:2", _user.Apply([91]).Rows("s"));
        Assert.Equal("82..110:3", _user.Apply([82]).Rows("s"));
    }

    [Fact]
    public void Rows_that_were_never_written_need_not_go()
    {
        _user.Apply([100, 115, 107, 95]);
        WindowChanges changes = _user.State.TakeWindowChanges(_user.Windows)!;
        Assert.Empty(changes.Gone);
        Assert.Equal(new WindowAggregate(95, 125, 4, 4, 1, 1, 95, 115), Assert.Single(changes.Rows).Window);
    }

    [Fact]
    public void Sessions_far_apart_are_joined_one_by_one()
    {
        _user.Apply([.. Enumerable.Range(0, 20).Select(i => i * 15L)]).Commit();
        _user.Apply([.. Enumerable.Range(0, 19).Select(i => (i * 15L) + 7)]);
        Assert.Equal("0..295:39", _user.Rows("s"));
    }

    [Fact]
    public void A_closed_session_is_not_joined()
    {
        _user.Apply([100]);
        Assert.Equal(ApplyOutcome.Applied, _user.Apply(105, watermark: 110));
        Assert.Equal("100..110:1 105..115:1", _user.Rows("s"));
        Assert.Empty(_user.Late);
    }

    // A session that began there again would take its row.
    [Fact]
    public void No_session_comes_to_start_where_a_closed_one_starts()
    {
        _user.Apply([100]).Apply([109], watermark: 110).Apply([100], watermark: 110);
        Assert.Equal("100..110:1 109..119:1", _user.Rows("s"));
        Assert.Equal(["100:s"], _user.Late);
    }

    [Fact]
    public void An_event_whose_own_span_is_closed_joins_the_open_session_that_it_lies_in()
    {
        _user.Apply([100, 109, 118], watermark: 90).Apply([101], watermark: 111);
        Assert.Equal("100..128:4", _user.Rows("s"));
        Assert.Empty(_user.Late);
    }

    [Fact]
    public void An_event_whose_own_span_is_closed_does_not_make_an_open_session_longer()
    {
        _user.Apply([109], watermark: 90).Apply([101], watermark: 111);
        Assert.Equal("109..119:1", _user.Rows("s"));
        Assert.Equal(["101:s"], _user.Late);
    }
}
