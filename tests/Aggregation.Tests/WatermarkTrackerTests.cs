using FsCheck.Fluent;
using PathwayOrleans.Producer.Load.Windows;
using PathwayOrleans.Testing;

namespace PathwayOrleans.Aggregation.Tests;

public sealed class WatermarkTrackerTests
{
    private static readonly WatermarkSettings Settings = new(OutOfOrderness: 5, MaxAdvance: 100, FutureRun: 3);

    private WatermarkTracker _clock = WatermarkTracker.Start;

    [Fact]
    public void Before_the_first_event_nothing_is_late() => Assert.Equal(WatermarkTracker.None, _clock.Watermark);

    [Theory]
    [InlineData(0)]
    [InlineData(1_000_000)]
    public void The_first_event_may_be_of_any_time(long time)
    {
        Assert.True(Observe(time));
        Assert.Equal(time - 5, _clock.Watermark);
    }

    [Fact]
    public void Watermark_stays_behind_the_highest_time_and_never_decreases()
    {
        Observe(1_000, 1_010, 1_003, 0, 1_010);
        Assert.Equal(1_005, _clock.Watermark);
    }

    [Fact]
    public void One_event_advances_the_watermark_by_at_most_the_limit()
    {
        Observe(1_000);
        Assert.False(Observe(1_101));
        Assert.Equal(995, _clock.Watermark);
        Assert.True(Observe(1_100));
        Assert.Equal(1_095, _clock.Watermark);
    }

    [Fact]
    public void Run_of_future_events_advances_the_watermark_to_the_lowest_of_them()
    {
        Observe(1_000);
        Assert.False(Observe(5_050));
        Assert.False(Observe(5_001));
        Assert.True(Observe(5_070));
        Assert.Equal(new WatermarkTracker(5_065, 0, 0), _clock);
    }

    [Fact]
    public void Last_event_of_a_run_can_start_another_run()
    {
        Observe(1_000);
        Assert.False(Observe(5_000));
        Assert.False(Observe(5_001));
        Assert.False(Observe(9_000));
        Assert.Equal((4_995, 1), (_clock.Watermark, _clock.FutureRun));
        Assert.True(Observe(5_002));
        Assert.False(Observe(9_000));
    }

    [Fact]
    public void Run_ends_when_the_watermark_advances_normally()
    {
        Observe(1_000);
        Assert.False(Observe(5_000));
        Assert.False(Observe(5_000));
        Assert.True(Observe(1_001));
        Assert.False(Observe(5_000));
        Assert.False(Observe(5_000));
        Assert.Equal((996, 2), (_clock.Watermark, _clock.FutureRun));
    }

    [Fact]
    public void Events_that_do_not_move_the_watermark_do_not_end_a_run()
    {
        Observe(1_000);
        Assert.False(Observe(5_000));
        Assert.False(Observe(5_000));
        Assert.True(Observe(1_000));
        Assert.True(Observe(5_000));
    }

    [Fact]
    public void Run_length_of_one_accepts_every_event()
    {
        WatermarkSettings credulous = Settings with { FutureRun = 1 };
        Assert.True(_clock.Observe(0, credulous));
        Assert.True(_clock.Observe(1_000_000_000, credulous));
        Assert.Equal(999_999_995, _clock.Watermark);
    }

    [Fact]
    public void Tracker_equals_the_oracle_also_after_restoring_it()
    {
        var cases =
            from settings in Gen.Elements(0, 5)
                .SelectMany(disorder => Gen.Choose(1, 4).Select(run => new WatermarkSettings(disorder, 20, run)))
            from times in Gen.Frequency((4, Gen.Choose(0, 40)), (1, Gen.Choose(100, 140)), (1, Gen.Choose(300, 303))).ListOf()
            from back in Gen.Choose(0, 100)
            select (settings, times, back);
        Always.Holds(cases, @case =>
        {
            var oracle = new WatermarkOracle(@case.settings);
            var said = new List<bool>();
            WatermarkTracker saved = _clock = WatermarkTracker.Start;
            int savedAt = @case.times.Count * @case.back / 100;
            for (int i = 0; i < @case.times.Count; i++)
            {
                saved = i == savedAt ? _clock : saved;
                said.Add(_clock.Observe(@case.times[i], @case.settings));
                Assert.Equal(!oracle.IsFromFuture(@case.times[i]), said[i]);
                Assert.Equal((oracle.Watermark, oracle.Beyond), (_clock.Watermark, _clock.FutureRun));
            }

            Assert.Equal(said[savedAt..], @case.times[savedAt..].Select(time => saved.Observe(time, @case.settings)));
        });
    }

    private bool Observe(params long[] times) => times.Select(time => _clock.Observe(time, Settings)).Last();
}
