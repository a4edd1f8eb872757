using PathwayOrleans.Aggregation.Windows;

namespace PathwayOrleans.Aggregation.Tests.Windows;

public sealed class WindowDefinitionTests
{
    [Theory]
    [InlineData(0)]
    [InlineData(-1)]
    [InlineData(WindowDefinition.MaxExtent + 1)]
    public void Lengths_are_over_nothing_and_at_most_ten_years(long length)
    {
        Assert.Throws<ArgumentOutOfRangeException>(() => WindowDefinition.Tumbling("t", length));
        Assert.Throws<ArgumentOutOfRangeException>(() => WindowDefinition.Sliding("t", length, 1));
        Assert.Throws<ArgumentOutOfRangeException>(() => WindowDefinition.Sliding("t", 1, length));
        Assert.Throws<ArgumentOutOfRangeException>(() => WindowDefinition.Session("t", length));
    }

    [Theory]
    [InlineData(-1)]
    [InlineData(WindowDefinition.MaxExtent + 1)]
    public void Lateness_is_nothing_or_more_and_at_most_ten_years(long lateness) =>
        Assert.Throws<ArgumentOutOfRangeException>(() => WindowDefinition.Session("t", 1, lateness));

    [Fact]
    public void A_window_has_a_name() => Assert.Throws<ArgumentException>(() => WindowDefinition.Tumbling("", 1));

    [Fact]
    public void An_event_is_in_a_thousand_windows_of_a_name_at_most()
    {
        Assert.Equal(2, WindowDefinition.Sliding("s", 2_000, 2).Hop);
        Assert.Throws<ArgumentOutOfRangeException>(() => WindowDefinition.Sliding("s", 2_001, 2));
    }

    [Fact]
    public void Windows_of_one_set_have_names_of_their_own() =>
        Assert.Throws<ArgumentException>(() => new WindowSet([WindowDefinition.Tumbling("t", 1), WindowDefinition.Session("t", 1)]));

    [Fact]
    public void A_user_keeps_at_least_one_window() => Assert.Throws<ArgumentOutOfRangeException>(() => new WindowSet([], 0));
}
