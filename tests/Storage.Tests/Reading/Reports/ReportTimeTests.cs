using PathwayOrleans.Storage.Reading.Reports;

namespace PathwayOrleans.Storage.Tests.Reading.Reports;

public class ReportTimeTests
{
    [Theory]
    [InlineData("0", 0)]
    [InlineData("-1500", -1500)]
    [InlineData("1769860800000", 1_769_860_800_000)]
    [InlineData("2026-01-31", 1_769_817_600_000)]
    [InlineData("2026-01-31 12:00Z", 1_769_860_800_000)]
    [InlineData("2026-01-31T12:00Z", 1_769_860_800_000)]
    [InlineData("2026-01-31T12:00:00Z", 1_769_860_800_000)]
    [InlineData("2026-01-31T12:00:00.25Z", 1_769_860_800_250)]
    [InlineData("2026-01-31T14:00:00.250+02:00", 1_769_860_800_250)]
    [InlineData("1969-12-31T23:59:59.999Z", -1)]
    public void A_time_is_ISO_8601_or_milliseconds(string text, long milliseconds) =>
        Assert.Equal(milliseconds, ReportTime.Parse("since", text));

    [Theory]
    [InlineData("")]
    [InlineData("yesterday")]
    [InlineData("31.01.2026")]
    [InlineData("01/31/2026")]
    [InlineData("2026-13-01")]
    [InlineData("2026-01-31T25:00")]
    [InlineData("1.5")]
    [InlineData("99999999999999999999")]
    public void Other_texts_are_rejected_with_parameter_and_value(string text)
    {
        ReportParameterException refused = Assert.Throws<ReportParameterException>(() => ReportTime.Parse("until", text));
        Assert.StartsWith($"until is '{text}'; it must be ISO-8601", refused.Message, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("2026-01-31T12:00")]
    [InlineData("2026-01-31 12:00")]
    [InlineData("2026-01-31T12:00:00.250")]
    public void A_time_without_a_zone_is_rejected_with_the_remedy(string text)
    {
        ReportParameterException refused = Assert.Throws<ReportParameterException>(() => ReportTime.Parse("until", text));
        Assert.StartsWith($"until is '{text}'; it has no time zone; append Z for UTC", refused.Message, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("1700000000")]
    [InlineData("978307200")]
    public void Seconds_are_an_error_with_the_remedy(string text)
    {
        ReportParameterException refused = Assert.Throws<ReportParameterException>(() => ReportTime.Parse("since", text));
        Assert.Contains("looks like seconds", refused.Message, StringComparison.Ordinal);
    }

    [Fact]
    public void Null_returns_null() => Assert.Null(ReportTime.Parse("since", null));
}
