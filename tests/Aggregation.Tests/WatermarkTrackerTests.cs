using FsCheck.Fluent;
using PathwayOrleans.Aggregation.Events;
using PathwayOrleans.Producer.Load.Windows;
using PathwayOrleans.Testing;

namespace PathwayOrleans.Aggregation.Tests;

public sealed class WatermarkTrackerTests
{
    private static readonly WatermarkSettings Settings = new(OutOfOrderness: 5, MaxAhead: 100);

    private WatermarkTracker _clock = WatermarkTracker.Start;

    [Fact]
    public void Before_the_first_event_nothing_is_late() => Assert.Equal(WatermarkTracker.None, _clock.Watermark);

    [Theory]
    [InlineData(0)]
    [InlineData(1_000_000)]
    public void Without_a_record_time_an_event_may_be_of_any_time(long time)
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
    public void An_event_that_is_too_far_ahead_of_its_record_is_from_the_future_and_does_not_move_the_watermark()
    {
        Observe(1_000);
        Assert.False(_clock.Observe(2_101, recorded: 2_000, Settings));
        Assert.Equal(995, _clock.Watermark);
        Assert.True(_clock.Observe(2_100, recorded: 2_000, Settings));
        Assert.Equal(2_095, _clock.Watermark);
    }

    [Fact]
    public void The_first_event_of_a_partition_can_be_from_the_future()
    {
        Assert.False(_clock.Observe(2_101, recorded: 2_000, Settings));
        Assert.Equal(WatermarkTracker.Start, _clock);
    }

    [Theory]
    [InlineData(1_700_000_000_000, 1_700_219_600_000)]
    [InlineData(0, EventLimits.MaxTime)]
    public void Events_after_a_pause_are_not_from_the_future(long before, long after)
    {
        Assert.True(_clock.Observe(before, recorded: before, Settings));
        Assert.True(_clock.Observe(after, recorded: after, Settings));
        Assert.Equal(after - 5, _clock.Watermark);
    }

    [Fact]
    public void Events_that_were_stored_long_after_they_happened_are_accepted()
    {
        Assert.True(_clock.Observe(1_000, recorded: 9_000, Settings));
        Assert.Equal(995, _clock.Watermark);
    }

    [Fact]
    public void Tracker_equals_the_oracle_also_after_restoring_it()
    {
        var cases =
            from disorder in Gen.Elements(0, 5)
            from events in (
                from time in Gen.Frequency((4, Gen.Choose(0, 40)), (1, Gen.Choose(100, 140)), (1, Gen.Choose(300, 303)))
                from recorded in Gen.Frequency((3, Gen.Choose(0, 40).Select(at => (long?)at)), (1, Gen.Constant<long?>(null)))
                select (time, recorded)).ListOf()
            from back in Gen.Choose(0, 100)
            select (settings: new WatermarkSettings(disorder, 20), events, back);
        Always.Holds(cases, @case =>
        {
            var oracle = new WatermarkOracle(@case.settings);
            var said = new List<bool>();
            WatermarkTracker saved = _clock = WatermarkTracker.Start;
            int savedAt = @case.events.Count * @case.back / 100;
            for (int i = 0; i < @case.events.Count; i++)
            {
                (int time, long? recorded) = @case.events[i];
                saved = i == savedAt ? _clock : saved;
                said.Add(_clock.Observe(time, recorded, @case.settings));
                Assert.Equal(!oracle.IsFromFuture(time, recorded), said[i]);
                Assert.Equal(oracle.Watermark ?? WatermarkTracker.None, _clock.Watermark);
            }

            Assert.Equal(
                said[savedAt..], @case.events[savedAt..].Select(one => saved.Observe(one.time, one.recorded, @case.settings)));
        });
    }

    private bool Observe(params long[] times) => times.Select(time => _clock.Observe(time, null, Settings)).Last();

    [Theory]
    [InlineData(1_000, 0, 1_000)]
    [InlineData(1_000, 500, 1_500)]
    [InlineData(1_000, 8_000, 9_000)]
    [InlineData(1_000, 8_001, 9_000)]   // the clock, 14,000, minus the out-of-orderness
    [InlineData(9_500, 60_000, 9_500)]  // ahead of the clock: waits for it
    [InlineData(WatermarkTracker.None, 60_000, WatermarkTracker.None)]
    [InlineData(long.MaxValue, 60_000, long.MaxValue)]
    public void Watermark_follows_the_clock_while_there_is_no_record(long before, long elapsed, long after) =>
        Assert.Equal(after, new WatermarkTracker(before).After(elapsed, now: 14_000, new WatermarkSettings(5_000, 0)).Watermark);
}
