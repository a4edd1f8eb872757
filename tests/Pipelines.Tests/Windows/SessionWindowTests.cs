using PathwayOrleans.Pipelines.State;
using PathwayOrleans.Producer.Load.Windows;

namespace PathwayOrleans.Pipelines.Tests.Windows;

public sealed class SessionWindowTests
{
    private readonly OneKey _key = new(WindowDefinition.Session("s", 10));

    [Theory]
    [InlineData(100, 109, "100..119:2")]
    [InlineData(109, 100, "100..119:2")]
    [InlineData(100, 110, "100..110:1 110..120:1")]
    [InlineData(110, 100, "100..110:1 110..120:1")]
    [InlineData(100, 100, "100..110:2")]
    public void Events_a_gap_apart_belong_to_different_sessions(long one, long other, string rows) =>
        Assert.Equal(rows, _key.Apply([one, other]).Rows("s"));

    [Fact]
    public void Session_end_is_the_last_event_plus_the_gap()
    {
        _key.Apply(100, 1);
        _key.Apply(106, 4);
        _key.Apply(103, -2);
        _key.Commit();
        Assert.Equal(new ExpectedWindow("u", "s", 100, 116, 3, 3, -2, 4, 100, 106), _key["s", 100]);
    }

    [Fact]
    public void Event_between_two_sessions_merges_them_and_deletes_the_later_row()
    {
        Assert.Equal("100..110:1 115..125:1", _key.Apply([100, 115]).Rows("s"));
        _key.Apply(107, 4);
        ViewChanges changes = _key.Take()!;
        Assert.Equal([("s", 115_000L)], changes.Gone.Select(gone => (gone.View.Name, gone.Start)));
        Assert.Equal([new ExpectedWindow("u", "s", 100, 125, 3, 6, 1, 4, 100, 115)], WindowsOf(changes));
        _key.Write(changes);
        Assert.Equal("100..125:3", _key.Rows("s"));
    }

    [Fact]
    public void Event_a_gap_away_from_one_session_joins_only_the_other()
    {
        Assert.Equal("100..110:1 110..125:2", new OneKey(WindowDefinition.Session("s", 10)).Apply([100, 115, 110]).Rows("s"));
        Assert.Equal("100..115:2 115..125:1", new OneKey(WindowDefinition.Session("s", 10)).Apply([100, 115, 105]).Rows("s"));
    }

    [Fact]
    public void Earlier_event_changes_the_session_start()
    {
        Assert.Equal("100..110:1", _key.Apply([100]).Rows("s"));
        Assert.Equal("91..110:2", _key.Apply([91]).Rows("s"));
        Assert.Equal("82..110:3", _key.Apply([82]).Rows("s"));
    }

    [Fact]
    public void Rows_that_were_never_written_are_not_deleted()
    {
        _key.Apply([100, 115, 107, 95]);
        ViewChanges changes = _key.Take()!;
        Assert.Empty(changes.Gone);
        Assert.Equal([new ExpectedWindow("u", "s", 95, 125, 4, 4, 1, 1, 95, 115)], WindowsOf(changes));
    }

    [Fact]
    public void Distant_sessions_are_merged_one_by_one()
    {
        _key.Apply([.. Enumerable.Range(0, 20).Select(i => i * 15L)]).Commit();
        _key.Apply([.. Enumerable.Range(0, 19).Select(i => (i * 15L) + 7)]);
        Assert.Equal("0..295:39", _key.Rows("s"));
    }

    [Fact]
    public void A_closed_session_is_not_joined()
    {
        _key.Apply([100]);
        Assert.Equal(EventOutcome.Applied, _key.Apply(105, watermark: 110));
        Assert.Equal("100..110:1 105..115:1", _key.Rows("s"));
        Assert.Empty(_key.Late);
    }

    // Another session with this start would overwrite its row.
    [Fact]
    public void Session_start_never_moves_to_that_of_a_closed_session()
    {
        _key.Apply([100]).Apply([109], watermark: 110).Apply([100], watermark: 110);
        Assert.Equal("100..110:1 109..119:1", _key.Rows("s"));
        Assert.Equal(["100:s"], _key.Late);
    }

    [Fact]
    public void Event_with_a_closed_span_joins_the_open_session_that_contains_it()
    {
        _key.Apply([100, 109, 118], watermark: 90).Apply([101], watermark: 111);
        Assert.Equal("100..128:4", _key.Rows("s"));
        Assert.Empty(_key.Late);
    }

    [Fact]
    public void Event_with_a_closed_span_does_not_extend_an_open_session()
    {
        _key.Apply([109], watermark: 90).Apply([101], watermark: 111);
        Assert.Equal("109..119:1", _key.Rows("s"));
        Assert.Equal(["101:s"], _key.Late);
    }

    private static IEnumerable<ExpectedWindow> WindowsOf(ViewChanges changes) =>
        changes.Rows.Where(row => row.View.Windows is not null).Select(row => EventWindows.WindowOf(row));
}
