using System.Text;
using PathwayOrleans.Aggregation;
using PathwayOrleans.Pipelines.State;
using PathwayOrleans.Producer.Load.Windows;

namespace PathwayOrleans.Pipelines.Tests.Windows;

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
        var key = new OneKey(
            WindowDefinition.Tumbling("t", 10, lateness: lateness), WindowDefinition.Sliding("s", 10, 10, lateness: lateness),
            WindowDefinition.Session("e", 5, lateness));
        Assert.Equal(EventOutcome.Applied, key.Apply(15, 2, watermark));
        Assert.Equal(isInTime ? "10..20:1" : "", key.Rows("t"));
        Assert.Equal(isInTime ? "10..20:1" : "", key.Rows("s"));
        Assert.Equal(isInTime ? "15..20:1" : "", key.Rows("e"));
        Assert.Equal(isInTime ? [] : ["15:t,s,e"], key.Late);
        Assert.Equal((1, 2.0, 15), (key.Totals.Count, key.Totals.TotalValue, key.Totals.LastTime));
    }

    [Fact]
    public void An_event_may_be_late_for_one_name_and_in_time_for_another()
    {
        OneKey key = new OneKey(WindowDefinition.Tumbling("short", 10), WindowDefinition.Tumbling("long", 100))
            .Apply([15], watermark: 50);
        Assert.Equal("", key.Rows("short"));
        Assert.Equal("0..100:1", key.Rows("long"));
        Assert.Equal(["15:short"], key.Late);
    }

    [Fact]
    public void Event_late_for_some_windows_of_a_name_is_counted_in_the_others_and_recorded_once()
    {
        OneKey key = new OneKey(WindowDefinition.Sliding("s", 10, 3)).Apply([10], watermark: 13);
        Assert.Equal("6..16:1 9..19:1", key.Rows("s"));
        Assert.Equal(["10:s"], key.Late);
    }

    [Fact]
    public void Late_events_have_partition_and_position()
    {
        var key = new OneKey(WindowDefinition.Tumbling("t", 10));
        key.Apply(5, 1.5, watermark: 10, source: "kafka/a", partition: 7);
        LateRecord late = Assert.Single(key.Take()!.Late);
        Assert.Equal(
            (SourcePartition.Of("kafka/a", 7), Position.Zero, "t", 5_000L),
            (late.Partition, late.Position, late.Views, late.EventTime));
        Assert.Equal("""{"user_id":"u","value":1.5,"time":5}""", Encoding.UTF8.GetString(late.Record));
        Assert.Null(key.Take());
    }

    [Fact]
    public void Each_partition_has_its_own_watermark()
    {
        var key = new OneKey(WindowDefinition.Tumbling("t", 10));
        key.Apply(5, watermark: 10, partition: 1);
        key.Apply(5, watermark: 9, partition: 2);
        Assert.Equal("0..10:1", key.Rows("t"));
        Assert.Equal(["5:t"], key.Late);
    }

    [Fact]
    public void Redelivered_event_changes_nothing()
    {
        var key = new OneKey(WindowDefinition.Tumbling("t", 10));
        SourcePartition partition = SourcePartition.Of("s", 0);
        Assert.Equal(EventOutcome.Applied, key.ApplyAt(partition, Position.Zero, 5, 1));
        Assert.Equal("0..10:1", key.Rows("t"));
        Assert.Equal(EventOutcome.Skipped, key.ApplyAt(partition, Position.Zero, 5, 1));
        Assert.Equal(EventOutcome.Skipped, key.ApplyAt(partition, Position.Zero, 5, 1, watermark: 1_000));
        Assert.Null(key.Take());
    }
}
