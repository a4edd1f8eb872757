using System.Globalization;

namespace PathwayOrleans.Configuration.Tests;

public sealed class DurationTextTests
{
    [Theory]
    [InlineData("00:01:30", "00:01:30")]
    [InlineData("23:59:59.5", "23:59:59.5")]
    [InlineData("00:05", "00:05:00")]
    [InlineData("1.00:00:00", "1.00:00:00")]
    [InlineData("24.00:00:00", "24.00:00:00")]
    [InlineData("-00:00:01", "-00:00:01")]
    [InlineData("500ms", "00:00:00.5")]
    [InlineData("90s", "00:01:30")]
    [InlineData("15m", "00:15:00")]
    [InlineData("15min", "00:15:00")]
    [InlineData("1h", "01:00:00")]
    [InlineData("1h30m", "01:30:00")]
    [InlineData("2d", "2.00:00:00")]
    [InlineData("1d12h", "1.12:00:00")]
    [InlineData("0.5s", "00:00:00.5")]
    [InlineData(" 1h ", "01:00:00")]
    [InlineData("PT1H30M", "01:30:00")]
    [InlineData("P1D", "1.00:00:00")]
    [InlineData("P1W", "7.00:00:00")]
    [InlineData("P1DT0.25S", "1.00:00:00.25")]
    public void Durations_are_parsed(string text, string expected)
    {
        Assert.Null(DurationText.Parse(text, out TimeSpan duration));
        Assert.Equal(TimeSpan.Parse(expected, CultureInfo.InvariantCulture), duration);
    }

    [Theory]
    [InlineData("24:00:00", "hours must be 0 to 23; write 1.00:00:00 for 24 hours, or 24d for 24 days")]
    [InlineData("1.30:00:00", "hours must be 0 to 23; write 2.06:00:00 for 54 hours")]
    [InlineData("00:60:00", "minutes and seconds must be 0 to 59")]
    [InlineData("00:00:60", "minutes and seconds must be 0 to 59")]
    [InlineData("99999999d", "it is too long")]
    [InlineData("99999999.00:00:00", "it is too long")]
    public void A_value_out_of_range_is_an_error_with_the_remedy(string text, string problem) =>
        Assert.StartsWith(problem, DurationText.Parse(text, out _));

    [Theory]
    [InlineData("")]
    [InlineData("10")]
    [InlineData("1.5")]
    [InlineData("h")]
    [InlineData("1 hour")]
    [InlineData("P")]
    [InlineData("PT")]
    [InlineData("P1DT")]
    [InlineData("P1M")]
    [InlineData("P1Y")]
    [InlineData("1h30")]
    [InlineData("30m1h")]
    public void Other_texts_are_an_error_with_examples(string text) =>
        Assert.Equal(DurationText.Remedy, DurationText.Parse(text, out _));
}
