using PathwayOrleans.Pipelines.State;
using PathwayOrleans.Producer.Load.Windows;

namespace PathwayOrleans.Pipelines.Tests.Windows;

/// <summary>Windows that are evicted from a state and reloaded.</summary>
public sealed class ReloadTests
{
    private static readonly WindowDefinition Tumbling = WindowDefinition.Tumbling("t", 10);

    [Fact]
    public void Closed_windows_are_evicted_and_their_last_change_is_written()
    {
        OneKey key = new OneKey(Tumbling).Apply([5, 15]).Apply([25], watermark: 10);
        Assert.Equal(2, key.State.OpenWindows);
        Assert.Equal("0..10:1 10..20:1 20..30:1", key.Rows("t"));
    }

    [Fact]
    public void The_slowest_partition_of_the_source_keeps_windows_open()
    {
        var key = new OneKey(Tumbling);
        key.Apply(5, watermark: 0, partition: 1);
        key.Apply(5, watermark: 9, partition: 2);
        key.Apply(35, watermark: 30, partition: 2);
        Assert.Equal(2, key.State.OpenWindows);
        key.Apply(35, watermark: 10, partition: 1);
        Assert.Equal(1, key.State.OpenWindows);
    }

    // The other source may never have events again.
    [Fact]
    public void A_slower_partition_of_another_source_keeps_no_windows_open()
    {
        var key = new OneKey(Tumbling);
        key.Apply(5, watermark: 0, source: "one");
        key.Apply(35, watermark: 30, source: "other");
        key.Commit();
        Assert.Equal(1, key.State.OpenWindows);
        Assert.Equal(EventOutcome.NeedsReload, key.Apply(6, watermark: 0, source: "one"));
        Assert.Equal(EventOutcome.Applied, key.Reload(6, watermark: 0).Apply(6, watermark: 0, source: "one"));
        Assert.Equal("0..10:2 30..40:1", key.Rows("t"));
    }

    [Fact]
    public void Windows_above_the_limit_that_end_first_are_evicted_when_written()
    {
        OneKey key = new OneKey(Tumbling, WindowDefinition.Session("s", 3)) { MaxOpen = 3 }.Apply([1, 11, 21]);
        ViewChanges changes = key.Take()!;
        Assert.Equal(3, changes.Evicted);
        Assert.Equal(6, changes.Rows.Count(row => row.View.Windows is not null));
        key.Write(changes);
        Assert.Equal(3, key.State.OpenWindows);
        Assert.Equal(EventOutcome.Applied, key.Apply(22));
        Assert.Equal(EventOutcome.NeedsReload, key.Apply(9));
        Assert.Equal("0..10:1 10..20:1 20..30:2", key.Rows("t"));
        Assert.Equal("1..4:1 11..14:1 21..25:2", key.Rows("s"));
    }

    [Fact]
    public void Event_for_an_evicted_window_needs_a_reload_and_is_then_counted()
    {
        OneKey key = new OneKey(Tumbling) { MaxOpen = 1 }.Apply([5, 6, 15]).Commit();
        Assert.Equal(EventOutcome.NeedsReload, key.Apply(7));
        Assert.Equal(3, key.Totals.Count);
        Assert.Equal("0..10:2 10..20:1", key.Rows("t"));
        Assert.Equal(EventOutcome.Applied, key.Reload(7).Apply(7));
        Assert.Equal("0..10:3 10..20:1", key.Rows("t"));
        Assert.Equal(4, key.Totals.Count);
    }

    [Fact]
    public void A_window_that_another_partition_closed_is_open_for_a_slower_one()
    {
        var key = new OneKey(Tumbling);
        key.Apply(5, watermark: 0, partition: 1);
        key.Apply(25, watermark: 20, partition: 1);
        key.Commit();
        Assert.Equal(EventOutcome.Applied, key.Apply(6, watermark: 20, partition: 1));
        Assert.Equal(EventOutcome.NeedsReload, key.Apply(6, watermark: 9, partition: 2));
        Assert.Equal(EventOutcome.Applied, key.Reload(6, watermark: 9).Apply(6, watermark: 9, partition: 2));
        Assert.Equal("0..10:2 20..30:1", key.Rows("t"));
        Assert.Equal(["6:t"], key.Late);
    }

    [Fact]
    public void Windows_closed_for_an_event_are_not_reloaded()
    {
        OneKey key = new OneKey(Tumbling) { MaxOpen = 1 }.Apply([5, 15, 25]).Commit();
        Assert.Equal(EventOutcome.NeedsReload, key.Apply(6, watermark: 9));
        Assert.Equal(EventOutcome.Applied, key.Apply(6, watermark: 20));
        Assert.Equal("0..10:1 10..20:1 20..30:1", key.Rows("t"));
        Assert.Equal(["6:t"], key.Late);
    }

    [Fact]
    public void Evictions_are_part_of_the_stored_state()
    {
        OneKey key = new OneKey(Tumbling) { MaxOpen = 1 }.Apply([5, 15]).Commit().Restart();
        Assert.Equal(EventOutcome.NeedsReload, key.Apply(7));
        Assert.Equal(EventOutcome.Applied, key.Reload(7).Apply(7));
        Assert.Equal("0..10:2 10..20:1", key.Rows("t"));
    }

    [Fact]
    public void Reload_covers_nearby_events()
    {
        OneKey key = new OneKey(WindowDefinition.Tumbling("t", 10)) { MaxOpen = 100 };
        key.Apply([.. Enumerable.Range(0, 150).Select(i => i * 10L)]).Commit();
        Assert.Equal(EventOutcome.NeedsReload, key.Apply(100));
        key.Reload(100);
        Assert.All(Enumerable.Range(60, 300), time => Assert.Equal(EventOutcome.Applied, key.Apply(time)));
    }

    // Otherwise each closed window would cause another reload.
    [Fact]
    public void Closing_windows_does_not_invalidate_a_reload_of_later_ones()
    {
        OneKey key = new OneKey(WindowDefinition.Tumbling("t", 10)) { MaxOpen = 20 };
        key.Apply([.. Enumerable.Range(0, 40).Select(i => i * 10L)]).Commit();
        Assert.Equal(EventOutcome.NeedsReload, key.Apply(10));
        key.Reload(10);
        Assert.All(
            Enumerable.Range(0, 25), i => Assert.Equal(EventOutcome.Applied, key.Apply((i * 10) + 15, watermark: i * 10)));
    }

    [Fact]
    public void Evicted_session_is_joined_from_both_sides()
    {
        OneKey key = new OneKey(WindowDefinition.Session("s", 10)) { MaxOpen = 1 }.Apply([100, 130, 160, 200]).Commit();
        Assert.Equal(EventOutcome.NeedsReload, key.Apply(139));
        Assert.Equal(EventOutcome.Applied, key.Reload(139).Apply(139));
        Assert.Equal("100..110:1 130..149:2 160..170:1 200..210:1", key.Rows("s"));
        Assert.Equal(EventOutcome.Applied, key.Reload(91).Apply(91));
        Assert.Equal("91..110:2 130..149:2 160..170:1 200..210:1", key.Rows("s"));
    }

    [Fact]
    public void Evicted_sessions_are_merged()
    {
        OneKey key = new OneKey(WindowDefinition.Session("s", 10)) { MaxOpen = 1 }.Apply([100, 115, 200]).Commit();
        Assert.Equal(EventOutcome.NeedsReload, key.Apply(107));
        Assert.Equal(EventOutcome.Applied, key.Reload(107).Apply(107));
        Assert.Equal("100..125:3 200..210:1", key.Rows("s"));
    }

    // Each session was closed when the next one started.
    [Fact]
    public void All_overlapping_sessions_are_reloaded()
    {
        var key = new OneKey(WindowDefinition.Session("s", 10)) { MaxOpen = 1 };
        key.Apply([0]).Apply([5], watermark: 10).Apply([8], watermark: 15).Apply([9], watermark: 18)
            .Apply([200, 300], watermark: 19);
        Assert.Equal("0..10:1 5..15:1 8..18:1 9..19:1 200..210:1 300..310:1", key.Rows("s"));
        Assert.Equal(EventOutcome.NeedsReload, key.Apply(49, partition: 1));
        Assert.Equal(EventOutcome.Applied, key.Reload(49).Apply(49, partition: 1));
        Assert.Equal(EventOutcome.Applied, key.Apply(9, partition: 1));
        Assert.Equal("0..19:5 49..59:1 200..210:1 300..310:1", key.Rows("s"));
    }

    // The session starts after the event, within the gap.
    [Fact]
    public void Evicted_session_that_starts_within_the_gap_is_reloaded()
    {
        OneKey key = new OneKey(WindowDefinition.Session("s", 10)) { MaxOpen = 1 }.Apply([109, 200]).Commit();
        Assert.Equal(EventOutcome.NeedsReload, key.Apply(100));
        Assert.Equal(EventOutcome.Applied, key.Reload(100).Apply(100));
        Assert.Equal("100..119:2 200..210:1", key.Rows("s"));
    }
}
