using PathwayOrleans.Aggregation;
using PathwayOrleans.Producer.Load.Windows;

namespace PathwayOrleans.Producer.Tests;

public sealed class WatermarkOracleTests
{
    // The time of each event and the watermark after it; F for an event from the future.
    [Theory]
    [InlineData("100=>95")]
    [InlineData("100=>95 103=>98 90=>98 0=>98 103=>98 104=>99")]
    [InlineData("100=>95 120=>115 141=>115F 141=>115F 130=>125 141=>136")]
    [InlineData("100=>95 500=>95F 100=>95 501=>95F 510=>505")]
    [InlineData("100=>95 500=>95F 900=>95F 500=>495 900=>495F")]
    [InlineData("100=>95 500=>95F 900=>95F 901=>495F 902=>495F 903=>898")]
    public void The_watermark_follows_the_latest_time(string events)
    {
        var oracle = new WatermarkOracle(new WatermarkSettings(OutOfOrderness: 5, MaxAdvance: 20, FutureRun: 3));
        Assert.Null(oracle.Watermark);
        Assert.Equal(events, string.Join(' ', events.Split(' ').Select(placed =>
        {
            string time = placed[..placed.IndexOf('=', StringComparison.Ordinal)];
            bool isFromFuture = oracle.IsFromFuture(long.Parse(time, System.Globalization.CultureInfo.InvariantCulture));
            return $"{time}=>{oracle.Watermark}{(isFromFuture ? "F" : "")}";
        })));
    }
}
