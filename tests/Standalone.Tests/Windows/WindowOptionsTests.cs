using Microsoft.Extensions.Configuration;
using PathwayOrleans.Aggregation;
using PathwayOrleans.Aggregation.Windows;
using PathwayOrleans.Engine.Configuration;

namespace PathwayOrleans.Standalone.Tests.Windows;

public sealed class WindowOptionsTests
{
    [Fact]
    public void Each_kind_is_read_from_the_configuration()
    {
        WindowSettings settings = Bind(
            ("Named:b:Kind", "sliding"), ("Named:b:Size", "01:00:00"), ("Named:b:Hop", "00:20:00"),
            ("Named:b:AllowedLateness", "00:00:02"),
            ("Named:a:Kind", "Tumbling"), ("Named:a:Size", "1.00:00:00"), ("Named:a:Origin", "2024-01-01T00:00:00+01:00"),
            ("Named:c:Kind", "Session"), ("Named:c:Gap", "00:00:00.500"),
            ("OutOfOrderness", "00:00:30"), ("MaxOpenPerUser", "7")).ToSettings();
        WindowDefinition[] windows = settings.Windows.Definitions.ToArray();
        Assert.Equal(["a", "b", "c"], windows.Select(window => window.Name));
        Assert.Equal((86_400_000, 1_704_063_600_000), (windows[0].Size, windows[0].Origin));
        Assert.Equal((3_600_000, 1_200_000, 2_000), (windows[1].Size, windows[1].Hop, windows[1].Lateness));
        Assert.Equal(500, windows[2].Gap);
        WatermarkSettings clock = settings.Clock;
        Assert.Equal((30_000, 86_400_000), (clock.OutOfOrderness, clock.MaxAhead));
        Assert.Equal(7, settings.Windows.MaxOpenPerUser);
        Assert.True(settings.RefusesFuture);
        Assert.False(new WindowOptions().ToSettings().RefusesFuture);
    }

    [Theory]
    [InlineData(
        "Named:w:Size", "00:01:00", "Pathway:Windows:Named:w:Kind is missing; it must be one of Tumbling, Sliding, Session.")]
    [InlineData("Named:w:Kind", "Tumbling", "Pathway:Windows:Named:w:Size is missing; a Tumbling window needs it")]
    [InlineData("Named:w:Kind", "Session", "Pathway:Windows:Named:w:Gap is missing")]
    [InlineData(
        "Named:ok:Hop", "00:01:00", "Pathway:Windows:Named:ok:Hop is 00:01:00, but a Tumbling window does not use it; remove it.")]
    [InlineData(
        "Named:ok:Size", "00:00:00", "Pathway:Windows:Named:ok:Size is 00:00:00; it must be between 00:00:00.0010000 and")]
    [InlineData(
        "Named:ok:Size",
        "00:00:00.0000001",
        "Pathway:Windows:Named:ok:Size is 00:00:00.0000001; it must be between 00:00:00.0010000 and")]
    [InlineData(
        "Named:ok:Size",
        "00:00:01.0000001",
        "Pathway:Windows:Named:ok:Size is 00:00:01.0000001; it must be a whole number of milliseconds.")]
    [InlineData(
        "Named:ok:AllowedLateness",
        "-00:00:01",
        "Pathway:Windows:Named:ok:AllowedLateness is -00:00:01; it must be between 00:00:00 and")]
    [InlineData("Named:A,b:Kind", "Session", "'A,b' is not a valid window name; it must have 1 to 63 lower-case letters")]
    [InlineData("OutOfOrderness", "-00:00:01", "Pathway:Windows:OutOfOrderness is -00:00:01")]
    [InlineData("MaxOpenPerUser", "0", "Pathway:Windows:MaxOpenPerUser is 0; it must be between 1 and 100000.")]
    [InlineData("MaxTimeAhead", "-00:00:01", "Pathway:Windows:MaxTimeAhead is -00:00:01; it must be between 00:00:00 and")]
    public void Invalid_options_are_reported_with_the_valid_range(string key, string value, string message) =>
        Assert.Contains(Failures(("Named:ok:Kind", "Tumbling"), ("Named:ok:Size", "00:01:00"), (key, value)), failure =>
            failure.Contains(message, StringComparison.Ordinal));

    [Fact]
    public void Windows_that_overlap_too_often_are_rejected_with_the_smallest_valid_hop() => Assert.Contains(
        Failures(("Named:w:Kind", "Sliding"), ("Named:w:Size", "01:00:00"), ("Named:w:Hop", "00:00:01")),
        failure => failure.Contains(
            "Hop is 00:00:01; it must be at least 00:00:03.6000000, because every event would be in 3600 windows of 01:00:00",
            StringComparison.Ordinal));

    private static IEnumerable<string> Failures(params (string Key, string Value)[] settings) =>
        new WindowOptionsValidator().Validate(null, Bind(settings)).Failures ?? [];

    private static WindowOptions Bind(params (string Key, string Value)[] settings)
    {
        IConfigurationRoot configuration = new ConfigurationBuilder().AddInMemoryCollection().Build();
        foreach ((string key, string value) in settings)
        {
            configuration[key] = value;
        }

        var options = new WindowOptions();
        configuration.Bind(options);
        return options;
    }
}
