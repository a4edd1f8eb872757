using System.Globalization;
using PathwayOrleans.Aggregation;
using PathwayOrleans.Producer.Load.Windows;

namespace PathwayOrleans.Producer.Tests;

public sealed class WatermarkOracleTests
{
    // The time of each event, when it was stored, and the watermark after it; F for an event from the future.
    [Theory]
    [InlineData("100=>95")]
    [InlineData("100=>95 103=>98 90=>98 0=>98 103=>98 104=>99")]
    [InlineData("100/100=>95 120/100=>115 141/120=>115F 140/120=>135 900=>895")]
    [InlineData("500/100F 100/100=>95 500/500=>495")]
    public void The_watermark_follows_the_latest_time(string events)
    {
        var oracle = new WatermarkOracle(new WatermarkSettings(OutOfOrderness: 5, MaxAhead: 20));
        Assert.Null(oracle.Watermark);
        Assert.Equal(events, string.Join(' ', events.Split(' ').Select(placed =>
        {
            string input = placed.Split('=', 'F')[0];
            long[] times = [.. input.Split('/').Select(time => long.Parse(time, CultureInfo.InvariantCulture))];
            bool isFromFuture = oracle.IsFromFuture(times[0], times.Length > 1 ? times[1] : null);
            string watermark = oracle.Watermark is { } known ? $"=>{known}" : "";
            return $"{input}{watermark}{(isFromFuture ? "F" : "")}";
        })));
    }
}
