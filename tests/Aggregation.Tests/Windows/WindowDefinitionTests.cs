using PathwayOrleans.Aggregation.Windows;

namespace PathwayOrleans.Aggregation.Tests.Windows;

public sealed class WindowDefinitionTests
{
    [Theory]
    [InlineData(0)]
    [InlineData(-1)]
    [InlineData(WindowDefinition.MaxExtent + 1)]
    public void Lengths_must_be_positive_and_at_most_ten_years(long length)
    {
        Assert.Throws<ArgumentOutOfRangeException>(() => WindowDefinition.Tumbling("t", length));
        Assert.Throws<ArgumentOutOfRangeException>(() => WindowDefinition.Sliding("t", length, 1));
        Assert.Throws<ArgumentOutOfRangeException>(() => WindowDefinition.Sliding("t", 1, length));
        Assert.Throws<ArgumentOutOfRangeException>(() => WindowDefinition.Session("t", length));
    }

    [Theory]
    [InlineData(-1)]
    [InlineData(WindowDefinition.MaxExtent + 1)]
    public void Lateness_must_not_be_negative_and_at_most_ten_years(long lateness) =>
        Assert.Throws<ArgumentOutOfRangeException>(() => WindowDefinition.Session("t", 1, lateness));

    [Fact]
    public void Window_name_must_not_be_empty() => Assert.Throws<ArgumentException>(() => WindowDefinition.Tumbling("", 1));

    [Fact]
    public void Event_belongs_to_at_most_a_thousand_windows_of_a_name()
    {
        Assert.Equal(2, WindowDefinition.Sliding("s", 2_000, 2).Hop);
        Assert.Throws<ArgumentOutOfRangeException>(() => WindowDefinition.Sliding("s", 2_001, 2));
    }

    [Fact]
    public void Window_names_in_a_set_must_be_unique() =>
        Assert.Throws<ArgumentException>(
            () => new WindowSet([WindowDefinition.Tumbling("t", 1), WindowDefinition.Session("t", 1)]));

    [Fact]
    public void Limit_of_open_windows_must_be_positive() =>
        Assert.Throws<ArgumentOutOfRangeException>(() => new WindowSet([], 0));
}
