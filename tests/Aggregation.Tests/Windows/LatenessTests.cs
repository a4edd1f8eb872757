using PathwayOrleans.Aggregation.State;
using PathwayOrleans.Aggregation.Windows;

namespace PathwayOrleans.Aggregation.Tests.Windows;

public sealed class LatenessTests
{
    [Theory]
    [InlineData(WatermarkTracker.None, 0, true)]
    [InlineData(19, 0, true)]
    [InlineData(20, 0, false)]
    [InlineData(20, 1, true)]
    [InlineData(24, 5, true)]
    [InlineData(25, 5, false)]
    public void Window_is_closed_when_the_watermark_reaches_its_end_plus_lateness(long watermark, long lateness, bool isInTime)
    {
        var user = new OneUser(
            WindowDefinition.Tumbling("t", 10, lateness: lateness), WindowDefinition.Sliding("s", 10, 10, lateness: lateness),
            WindowDefinition.Session("e", 5, lateness));
        Assert.Equal(ApplyOutcome.Applied, user.Apply(15, 2, watermark));
        Assert.Equal(isInTime ? "10..20:1" : "", user.Rows("t"));
        Assert.Equal(isInTime ? "10..20:1" : "", user.Rows("s"));
        Assert.Equal(isInTime ? "15..20:1" : "", user.Rows("e"));
        Assert.Equal(isInTime ? [] : ["15:t,s,e"], user.Late);
        Assert.Equal((1, 2.0, 15), (user.State.Count, user.State.TotalValue, user.State.LastEventTime));
    }

    [Fact]
    public void An_event_may_be_late_for_one_name_and_in_time_for_another()
    {
        OneUser user = new OneUser(WindowDefinition.Tumbling("short", 10), WindowDefinition.Tumbling("long", 100))
            .Apply([15], watermark: 50);
        Assert.Equal("", user.Rows("short"));
        Assert.Equal("0..100:1", user.Rows("long"));
        Assert.Equal(["15:short"], user.Late);
    }

    [Fact]
    public void Event_late_for_some_windows_of_a_name_is_counted_in_the_others_and_recorded_once()
    {
        OneUser user = new OneUser(WindowDefinition.Sliding("s", 10, 3)).Apply([10], watermark: 13);
        Assert.Equal("6..16:1 9..19:1", user.Rows("s"));
        Assert.Equal(["10:s"], user.Late);
    }

    [Fact]
    public void Late_events_have_partition_and_position()
    {
        var user = new OneUser(WindowDefinition.Tumbling("t", 10));
        user.Apply(5, 1.5, watermark: 10, source: "kafka/a", partition: 7);
        LateEvent late = Assert.Single(user.State.TakeWindowChanges(user.Windows)!.Late);
        Assert.Equal(new LateEvent(SourcePartition.Of("kafka/a", 7), Position.Zero, "t", new("u", 1.5, 5)), late);
        Assert.Null(user.State.TakeWindowChanges(user.Windows));
    }

    [Fact]
    public void Each_partition_has_its_own_watermark()
    {
        var user = new OneUser(WindowDefinition.Tumbling("t", 10));
        user.Apply(5, watermark: 10, partition: 1);
        user.Apply(5, watermark: 9, partition: 2);
        Assert.Equal("0..10:1", user.Rows("t"));
        Assert.Equal(["5:t"], user.Late);
    }

    [Fact]
    public void Redelivered_event_changes_nothing()
    {
        var user = new OneUser(WindowDefinition.Tumbling("t", 10));
        SourcePartition partition = SourcePartition.Of("s", 0);
        Assert.Equal(
            ApplyOutcome.Applied,
            user.State.Apply(partition, Position.Zero, new("u", 1, 5), WatermarkTracker.None, user.Windows));
        Assert.Equal("0..10:1", user.Rows("t"));
        Assert.Equal(
            ApplyOutcome.Skipped,
            user.State.Apply(partition, Position.Zero, new("u", 1, 5), WatermarkTracker.None, user.Windows));
        Assert.Equal(ApplyOutcome.Skipped, user.State.Apply(partition, Position.Zero, new("u", 1, 5), 1_000, user.Windows));
        Assert.Null(user.State.TakeWindowChanges(user.Windows));
    }
}
