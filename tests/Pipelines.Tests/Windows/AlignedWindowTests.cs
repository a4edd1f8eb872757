using PathwayOrleans.Producer.Load.Windows;

namespace PathwayOrleans.Pipelines.Tests.Windows;

public sealed class AlignedWindowTests
{
    [Fact]
    public void Row_aggregates_the_events_of_its_window()
    {
        var key = new OneKey(WindowDefinition.Tumbling("t", 10));
        key.Apply(13, 2.5);
        key.Apply(11, -4);
        key.Apply(19, 0.25);
        Assert.Equal("10..20:3", key.Rows("t"));
        Assert.Equal(new ExpectedWindow("u", "t", 10, 20, 3, -1.25, -4, 2.5, 11, 19), key["t", 10]);
    }

    [Fact]
    public void An_event_on_a_boundary_belongs_to_the_later_window() =>
        Assert.Equal("0..10:2 10..20:1", new OneKey(WindowDefinition.Tumbling("t", 10)).Apply([0, 9, 10]).Rows("t"));

    [Theory]
    [InlineData(3, "-7..3:2 3..13:1")]
    [InlineData(1_000_003, "-7..3:2 3..13:1")]
    [InlineData(-7, "-7..3:2 3..13:1")]
    [InlineData(-1_000_007, "-7..3:2 3..13:1")]
    public void Starts_are_multiples_of_the_size_from_the_origin_also_before_it_and_before_1970(long origin, string rows) =>
        Assert.Equal(rows, new OneKey(WindowDefinition.Tumbling("t", 10, origin)).Apply([0, 2, 3]).Rows("t"));

    [Theory]
    [InlineData(-1, "-10..0:1")]
    [InlineData(-10, "-10..0:1")]
    [InlineData(-11, "-20..-10:1")]
    [InlineData(0, "0..10:1")]
    [InlineData(9, "0..10:1")]
    public void Times_before_1970_round_down(long time, string rows) =>
        Assert.Equal(rows, new OneKey(WindowDefinition.Tumbling("t", 10)).Apply([time]).Rows("t"));

    [Fact]
    public void A_hop_that_divides_the_size_has_each_event_in_as_many_windows() =>
        Assert.Equal("-5..5:1 0..10:2 5..15:1", new OneKey(WindowDefinition.Sliding("s", 10, 5)).Apply([4, 9]).Rows("s"));

    [Fact]
    public void A_hop_that_does_not_divide_the_size_has_events_in_more_windows_or_fewer() =>
        Assert.Equal(
            "0..10:1 3..13:2 6..16:2 9..19:2 12..22:1",
            new OneKey(WindowDefinition.Sliding("s", 10, 3)).Apply([9, 12]).Rows("s"));

    [Fact]
    public void A_hop_as_long_as_the_size_is_tumbling() =>
        Assert.Equal("0..10:2 10..20:1", new OneKey(WindowDefinition.Sliding("s", 10, 10)).Apply([0, 9, 10]).Rows("s"));

    [Fact]
    public void Events_between_windows_of_a_hop_above_the_size_are_not_late()
    {
        OneKey key = new OneKey(WindowDefinition.Sliding("s", 10, 15)).Apply([9, 10, 14, 15], watermark: 8);
        Assert.Equal("0..10:1 15..25:1", key.Rows("s"));
        key.Apply([12], watermark: 1_000);
        Assert.Equal("0..10:1 15..25:1", key.Rows("s"));
        Assert.Empty(key.Late);
        Assert.Equal(5, key.Totals.Count);
    }

    [Fact]
    public void Windows_of_different_names_are_independent()
    {
        OneKey key = new OneKey(
            WindowDefinition.Tumbling("t", 10), WindowDefinition.Tumbling("T", 5), WindowDefinition.Sliding("s", 10, 20),
            WindowDefinition.Session("e", 3)).Apply([0, 6, 8]);
        Assert.Equal("0..10:3", key.Rows("t"));
        Assert.Equal("0..5:1 5..10:2", key.Rows("T"));
        Assert.Equal("0..10:3", key.Rows("s"));
        Assert.Equal("0..3:1 6..11:2", key.Rows("e"));
    }

    [Fact]
    public void Event_order_does_not_change_the_rows()
    {
        OneKey key = new OneKey(WindowDefinition.Tumbling("t", 1))
            .Apply([.. Enumerable.Range(0, 100).Select(i => (long)(i * 37 % 100))]);
        Assert.Equal(string.Join(' ', Enumerable.Range(0, 100).Select(i => $"{i}..{i + 1}:1")), key.Rows("t"));
        key.Apply([.. Enumerable.Range(0, 100).Select(i => (long)(i * 41 % 100))]);
        Assert.Equal(string.Join(' ', Enumerable.Range(0, 100).Select(i => $"{i}..{i + 1}:2")), key.Rows("t"));
    }
}
