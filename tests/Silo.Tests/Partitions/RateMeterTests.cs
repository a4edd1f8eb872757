using PathwayOrleans.Grains.Partitions;
using PathwayOrleans.Testing;

namespace PathwayOrleans.Silo.Tests.Partitions;

public class RateMeterTests
{
    private readonly ManualTime _time = new();
    private readonly RateMeter _meter;

    public RateMeterTests() => _meter = new RateMeter(_time);

    [Fact]
    public void The_rate_covers_the_last_four_whole_seconds()
    {
        Assert.Equal(0, _meter.PerSecond);
        foreach (int count in (int[])[100, 200, 300, 400])
        {
            _meter.Add(count);
            _time.Advance(TimeSpan.FromSeconds(1));
        }

        Assert.Equal(250, _meter.PerSecond);
        _meter.Add(1_000_000);
        Assert.Equal(250, _meter.PerSecond);
        _time.Advance(TimeSpan.FromSeconds(1));
        Assert.Equal((200 + 300 + 400 + 1_000_000) / 4.0, _meter.PerSecond);
    }

    [Fact]
    public void After_a_pause_the_rate_is_zero_and_the_total_stays()
    {
        _meter.Add(100);
        _time.Advance(TimeSpan.FromSeconds(4));
        Assert.Equal(25, _meter.PerSecond);
        _time.Advance(TimeSpan.FromSeconds(1));
        Assert.Equal(0, _meter.PerSecond);
        _time.Advance(TimeSpan.FromDays(1000));
        Assert.Equal((0, 100), (_meter.PerSecond, _meter.Total));
    }

    [Fact]
    public void A_clock_that_is_set_back_affects_the_rate_only_for_seconds()
    {
        _meter.Add(100);
        _time.Advance(TimeSpan.FromHours(-1));
        _meter.Add(40);
        _time.Advance(TimeSpan.FromHours(1) + TimeSpan.FromSeconds(10));
        Assert.Equal((0, 140), (_meter.PerSecond, _meter.Total));
        _meter.Add(40);
        _time.Advance(TimeSpan.FromSeconds(1));
        Assert.Equal(10, _meter.PerSecond);
    }
}
