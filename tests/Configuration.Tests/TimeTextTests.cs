using System.Globalization;

namespace PathwayOrleans.Configuration.Tests;

public sealed class TimeTextTests
{
    [Theory]
    [InlineData("2025-03-30T00:00:00Z", "2025-03-30T00:00:00Z")]
    [InlineData("2025-03-30T00:00:00+01:00", "2025-03-29T23:00:00Z")]
    [InlineData("2025-03-30T00:00:00.250-02:30", "2025-03-30T02:30:00.250Z")]
    [InlineData("2025-03-30 00:00Z", "2025-03-30T00:00:00Z")]
    public void A_time_with_a_zone_is_parsed(string text, string expected)
    {
        Assert.Null(TimeText.Parse(text, out DateTimeOffset time));
        Assert.Equal(DateTimeOffset.Parse(expected, CultureInfo.InvariantCulture), time);
    }

    [Theory]
    [InlineData("2025-03-30T00:00:00")]
    [InlineData("2025-03-30 12:30")]
    [InlineData("2025-03-30")]
    public void A_time_without_a_zone_is_an_error_with_the_remedy(string text) => Assert.Equal(
        "it has no time zone; append Z for UTC, or an offset such as +01:00 (2025-03-30T00:00:00+01:00)",
        TimeText.Parse(text, out _));

    [Theory]
    [InlineData("")]
    [InlineData("yesterday")]
    [InlineData("2025-02-30T00:00:00Z")]
    [InlineData("03/30/2025 00:00:00Z")]
    public void Other_texts_are_an_error_with_an_example(string text) =>
        Assert.StartsWith("it must be a time such as", TimeText.Parse(text, out _));
}
