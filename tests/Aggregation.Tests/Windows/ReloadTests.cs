using PathwayOrleans.Aggregation.State;
using PathwayOrleans.Aggregation.Windows;

namespace PathwayOrleans.Aggregation.Tests.Windows;

/// <summary>Windows that are evicted from a state and reloaded.</summary>
public sealed class ReloadTests
{
    private static readonly WindowDefinition Tumbling = WindowDefinition.Tumbling("t", 10);

    [Fact]
    public void Closed_windows_are_evicted_and_their_last_change_is_written()
    {
        OneUser user = new OneUser(Tumbling).Apply([5, 15]).Apply([25], watermark: 10);
        Assert.Equal(2, user.State.OpenWindows);
        Assert.Equal("0..10:1 10..20:1 20..30:1", user.Rows("t"));
    }

    [Fact]
    public void The_slowest_partition_of_the_source_keeps_windows_open()
    {
        var user = new OneUser(Tumbling);
        user.Apply(5, watermark: 0, partition: 1);
        user.Apply(5, watermark: 9, partition: 2);
        user.Apply(35, watermark: 30, partition: 2);
        Assert.Equal(2, user.State.OpenWindows);
        user.Apply(35, watermark: 10, partition: 1);
        Assert.Equal(1, user.State.OpenWindows);
    }

    // The other source may never have events again.
    [Fact]
    public void A_slower_partition_of_another_source_keeps_no_windows_open()
    {
        var user = new OneUser(Tumbling);
        user.Apply(5, watermark: 0, source: "one");
        user.Apply(35, watermark: 30, source: "other");
        user.Commit();
        Assert.Equal(1, user.State.OpenWindows);
        Assert.Equal(ApplyOutcome.NeedsReload, user.Apply(6, watermark: 0, source: "one"));
        Assert.Equal(ApplyOutcome.Applied, user.Reload(6, watermark: 0).Apply(6, watermark: 0, source: "one"));
        Assert.Equal("0..10:2 30..40:1", user.Rows("t"));
    }

    [Fact]
    public void Windows_above_the_limit_that_end_first_are_evicted_when_written()
    {
        OneUser user = new OneUser(Tumbling, WindowDefinition.Session("s", 3)) { MaxOpen = 3 }.Apply([1, 11, 21]);
        WindowChanges changes = user.State.TakeWindowChanges(user.Windows)!;
        Assert.Equal(3, changes.Evicted);
        Assert.Equal(6, changes.Rows.Count);
        user.Write(changes);
        Assert.Equal(3, user.State.OpenWindows);
        Assert.Equal(ApplyOutcome.Applied, user.Apply(22));
        Assert.Equal(ApplyOutcome.NeedsReload, user.Apply(9));
        Assert.Equal("0..10:1 10..20:1 20..30:2", user.Rows("t"));
        Assert.Equal("1..4:1 11..14:1 21..25:2", user.Rows("s"));
    }

    [Fact]
    public void Event_for_an_evicted_window_needs_a_reload_and_is_then_counted()
    {
        OneUser user = new OneUser(Tumbling) { MaxOpen = 1 }.Apply([5, 6, 15]).Commit();
        Assert.Equal(ApplyOutcome.NeedsReload, user.Apply(7));
        Assert.Equal(3, user.State.Count);
        Assert.Equal("0..10:2 10..20:1", user.Rows("t"));
        Assert.Equal(ApplyOutcome.Applied, user.Reload(7).Apply(7));
        Assert.Equal("0..10:3 10..20:1", user.Rows("t"));
        Assert.Equal(4, user.State.Count);
    }

    [Fact]
    public void A_window_that_another_partition_closed_is_open_for_a_slower_one()
    {
        var user = new OneUser(Tumbling);
        user.Apply(5, watermark: 0, partition: 1);
        user.Apply(25, watermark: 20, partition: 1);
        user.Commit();
        Assert.Equal(ApplyOutcome.Applied, user.Apply(6, watermark: 20, partition: 1));
        Assert.Equal(ApplyOutcome.NeedsReload, user.Apply(6, watermark: 9, partition: 2));
        Assert.Equal(ApplyOutcome.Applied, user.Reload(6, watermark: 9).Apply(6, watermark: 9, partition: 2));
        Assert.Equal("0..10:2 20..30:1", user.Rows("t"));
        Assert.Equal(["6:t"], user.Late);
    }

    [Fact]
    public void Windows_closed_for_an_event_are_not_reloaded()
    {
        OneUser user = new OneUser(Tumbling) { MaxOpen = 1 }.Apply([5, 15, 25]).Commit();
        Assert.Equal(ApplyOutcome.NeedsReload, user.Apply(6, watermark: 9));
        Assert.Equal(ApplyOutcome.Applied, user.Apply(6, watermark: 20));
        Assert.Equal("0..10:1 10..20:1 20..30:1", user.Rows("t"));
        Assert.Equal(["6:t"], user.Late);
    }

    [Fact]
    public void Evictions_are_part_of_the_stored_state()
    {
        OneUser user = new OneUser(Tumbling) { MaxOpen = 1 }.Apply([5, 15]).Commit().Restart();
        Assert.Equal(ApplyOutcome.NeedsReload, user.Apply(7));
        Assert.Equal(ApplyOutcome.Applied, user.Reload(7).Apply(7));
        Assert.Equal("0..10:2 10..20:1", user.Rows("t"));
    }

    [Fact]
    public void Reload_covers_nearby_events()
    {
        OneUser user = new OneUser(WindowDefinition.Tumbling("t", 10)) { MaxOpen = 100 };
        user.Apply([.. Enumerable.Range(0, 150).Select(i => i * 10L)]).Commit();
        Assert.Equal(ApplyOutcome.NeedsReload, user.Apply(100));
        user.Reload(100);
        Assert.All(Enumerable.Range(60, 300), time => Assert.Equal(ApplyOutcome.Applied, user.Apply(time)));
    }

    // Otherwise each closed window would cause another reload.
    [Fact]
    public void Closing_windows_does_not_invalidate_a_reload_of_later_ones()
    {
        OneUser user = new OneUser(WindowDefinition.Tumbling("t", 10)) { MaxOpen = 20 };
        user.Apply([.. Enumerable.Range(0, 40).Select(i => i * 10L)]).Commit();
        Assert.Equal(ApplyOutcome.NeedsReload, user.Apply(10));
        user.Reload(10);
        Assert.All(
            Enumerable.Range(0, 25), i => Assert.Equal(ApplyOutcome.Applied, user.Apply((i * 10) + 15, watermark: i * 10)));
    }

    [Fact]
    public void Evicted_session_is_joined_from_both_sides()
    {
        OneUser user = new OneUser(WindowDefinition.Session("s", 10)) { MaxOpen = 1 }.Apply([100, 130, 160, 200]).Commit();
        Assert.Equal(ApplyOutcome.NeedsReload, user.Apply(139));
        Assert.Equal(ApplyOutcome.Applied, user.Reload(139).Apply(139));
        Assert.Equal("100..110:1 130..149:2 160..170:1 200..210:1", user.Rows("s"));
        Assert.Equal(ApplyOutcome.Applied, user.Reload(91).Apply(91));
        Assert.Equal("91..110:2 130..149:2 160..170:1 200..210:1", user.Rows("s"));
    }

    [Fact]
    public void Evicted_sessions_are_merged()
    {
        OneUser user = new OneUser(WindowDefinition.Session("s", 10)) { MaxOpen = 1 }.Apply([100, 115, 200]).Commit();
        Assert.Equal(ApplyOutcome.NeedsReload, user.Apply(107));
        Assert.Equal(ApplyOutcome.Applied, user.Reload(107).Apply(107));
        Assert.Equal("100..125:3 200..210:1", user.Rows("s"));
    }

    // Each session was closed when the next one started.
    [Fact]
    public void All_overlapping_sessions_are_reloaded()
    {
        var user = new OneUser(WindowDefinition.Session("s", 10)) { MaxOpen = 1 };
        user.Apply([0]).Apply([5], watermark: 10).Apply([8], watermark: 15).Apply([9], watermark: 18)
            .Apply([200, 300], watermark: 19);
        Assert.Equal("0..10:1 5..15:1 8..18:1 9..19:1 200..210:1 300..310:1", user.Rows("s"));
        Assert.Equal(ApplyOutcome.NeedsReload, user.Apply(49, partition: 1));
        Assert.Equal(ApplyOutcome.Applied, user.Reload(49).Apply(49, partition: 1));
        Assert.Equal(ApplyOutcome.Applied, user.Apply(9, partition: 1));
        Assert.Equal("0..19:5 49..59:1 200..210:1 300..310:1", user.Rows("s"));
    }

    // The session starts after the event, within the gap.
    [Fact]
    public void Evicted_session_that_starts_within_the_gap_is_reloaded()
    {
        OneUser user = new OneUser(WindowDefinition.Session("s", 10)) { MaxOpen = 1 }.Apply([109, 200]).Commit();
        Assert.Equal(ApplyOutcome.NeedsReload, user.Apply(100));
        Assert.Equal(ApplyOutcome.Applied, user.Reload(100).Apply(100));
        Assert.Equal("100..119:2 200..210:1", user.Rows("s"));
    }
}
