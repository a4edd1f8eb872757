using PathwayOrleans.Aggregation.State;
using PathwayOrleans.Aggregation.Windows;

namespace PathwayOrleans.Aggregation.Tests.Windows;

/// <summary>Windows that a state lets go of, and takes in again.</summary>
public sealed class RecallTests
{
    private static readonly WindowDefinition Tumbling = WindowDefinition.Tumbling("t", 10);

    [Fact]
    public void Closed_windows_leave_the_state_and_their_last_change_is_written()
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

    // Nobody knows whether events of that one will ever come again.
    [Fact]
    public void A_slower_partition_of_another_source_keeps_no_windows_open()
    {
        var user = new OneUser(Tumbling);
        user.Apply(5, watermark: 0, source: "one");
        user.Apply(35, watermark: 30, source: "other");
        user.Commit();
        Assert.Equal(1, user.State.OpenWindows);
        Assert.Equal(ApplyOutcome.NeedsRecall, user.Apply(6, watermark: 0, source: "one"));
        Assert.Equal(ApplyOutcome.Applied, user.Recall(6, watermark: 0).Apply(6, watermark: 0, source: "one"));
        Assert.Equal("0..10:2 30..40:1", user.Rows("t"));
    }

    [Fact]
    public void Of_too_many_those_that_end_first_leave_once_they_are_written()
    {
        OneUser user = new OneUser(Tumbling, WindowDefinition.Session("s", 3)) { MaxOpen = 3 }.Apply([1, 11, 21]);
        WindowChanges changes = user.State.TakeWindowChanges(user.Windows)!;
        Assert.Equal(3, changes.Evicted);
        Assert.Equal(6, changes.Rows.Count);
        user.Write(changes);
        Assert.Equal(3, user.State.OpenWindows);
        Assert.Equal(ApplyOutcome.Applied, user.Apply(22));
        Assert.Equal(ApplyOutcome.NeedsRecall, user.Apply(9));
        Assert.Equal("0..10:1 10..20:1 20..30:2", user.Rows("t"));
        Assert.Equal("1..4:1 11..14:1 21..25:2", user.Rows("s"));
    }

    [Fact]
    public void An_event_for_a_window_that_left_needs_its_row_and_counts_in_it_then()
    {
        OneUser user = new OneUser(Tumbling) { MaxOpen = 1 }.Apply([5, 6, 15]).Commit();
        Assert.Equal(ApplyOutcome.NeedsRecall, user.Apply(7));
        Assert.Equal(3, user.State.Count);
        Assert.Equal("0..10:2 10..20:1", user.Rows("t"));
        Assert.Equal(ApplyOutcome.Applied, user.Recall(7).Apply(7));
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
        Assert.Equal(ApplyOutcome.NeedsRecall, user.Apply(6, watermark: 9, partition: 2));
        Assert.Equal(ApplyOutcome.Applied, user.Recall(6, watermark: 9).Apply(6, watermark: 9, partition: 2));
        Assert.Equal("0..10:2 20..30:1", user.Rows("t"));
        Assert.Equal(["6:t"], user.Late);
    }

    [Fact]
    public void What_is_not_open_for_an_event_is_not_asked_for()
    {
        OneUser user = new OneUser(Tumbling) { MaxOpen = 1 }.Apply([5, 15, 25]).Commit();
        Assert.Equal(ApplyOutcome.NeedsRecall, user.Apply(6, watermark: 9));
        Assert.Equal(ApplyOutcome.Applied, user.Apply(6, watermark: 20));
        Assert.Equal("0..10:1 10..20:1 20..30:1", user.Rows("t"));
        Assert.Equal(["6:t"], user.Late);
    }

    [Fact]
    public void Another_process_knows_too_what_left()
    {
        OneUser user = new OneUser(Tumbling) { MaxOpen = 1 }.Apply([5, 15]).Commit().Restart();
        Assert.Equal(ApplyOutcome.NeedsRecall, user.Apply(7));
        Assert.Equal(ApplyOutcome.Applied, user.Recall(7).Apply(7));
        Assert.Equal("0..10:2 10..20:1", user.Rows("t"));
    }

    [Fact]
    public void A_recall_serves_the_events_around_it()
    {
        OneUser user = new OneUser(WindowDefinition.Tumbling("t", 10)) { MaxOpen = 100 };
        user.Apply([.. Enumerable.Range(0, 150).Select(i => i * 10L)]).Commit();
        Assert.Equal(ApplyOutcome.NeedsRecall, user.Apply(100));
        user.Recall(100);
        Assert.All(Enumerable.Range(60, 300), time => Assert.Equal(ApplyOutcome.Applied, user.Apply(time)));
    }

    // Else each window that closes would have everything read again.
    [Fact]
    public void Windows_that_close_do_not_undo_a_recall_of_later_ones()
    {
        OneUser user = new OneUser(WindowDefinition.Tumbling("t", 10)) { MaxOpen = 20 };
        user.Apply([.. Enumerable.Range(0, 40).Select(i => i * 10L)]).Commit();
        Assert.Equal(ApplyOutcome.NeedsRecall, user.Apply(10));
        user.Recall(10);
        Assert.All(Enumerable.Range(0, 25), i => Assert.Equal(ApplyOutcome.Applied, user.Apply((i * 10) + 15, watermark: i * 10)));
    }

    [Fact]
    public void A_session_that_left_is_joined_from_either_side()
    {
        OneUser user = new OneUser(WindowDefinition.Session("s", 10)) { MaxOpen = 1 }.Apply([100, 130, 160, 200]).Commit();
        Assert.Equal(ApplyOutcome.NeedsRecall, user.Apply(139));
        Assert.Equal(ApplyOutcome.Applied, user.Recall(139).Apply(139));
        Assert.Equal("100..110:1 130..149:2 160..170:1 200..210:1", user.Rows("s"));
        Assert.Equal(ApplyOutcome.Applied, user.Recall(91).Apply(91));
        Assert.Equal("91..110:2 130..149:2 160..170:1 200..210:1", user.Rows("s"));
    }

    [Fact]
    public void Sessions_that_left_become_one_with_each_other()
    {
        OneUser user = new OneUser(WindowDefinition.Session("s", 10)) { MaxOpen = 1 }.Apply([100, 115, 200]).Commit();
        Assert.Equal(ApplyOutcome.NeedsRecall, user.Apply(107));
        Assert.Equal(ApplyOutcome.Applied, user.Recall(107).Apply(107));
        Assert.Equal("100..125:3 200..210:1", user.Rows("s"));
    }

    // Each was closed when the next one began.
    [Fact]
    public void Sessions_that_overlap_are_all_asked_for()
    {
        var user = new OneUser(WindowDefinition.Session("s", 10)) { MaxOpen = 1 };
        user.Apply([0]).Apply([5], watermark: 10).Apply([8], watermark: 15).Apply([9], watermark: 18).Apply([200, 300], watermark: 19);
        Assert.Equal("0..10:1 5..15:1 8..18:1 9..19:1 200..210:1 300..310:1", user.Rows("s"));
        Assert.Equal(ApplyOutcome.NeedsRecall, user.Apply(49, partition: 1));
        Assert.Equal(ApplyOutcome.Applied, user.Recall(49).Apply(49, partition: 1));
        Assert.Equal(ApplyOutcome.Applied, user.Apply(9, partition: 1));
        Assert.Equal("0..19:5 49..59:1 200..210:1 300..310:1", user.Rows("s"));
    }

    // Its start is beyond the event, and within the gap.
    [Fact]
    public void A_session_that_left_is_asked_for_where_it_starts_within_the_gap()
    {
        OneUser user = new OneUser(WindowDefinition.Session("s", 10)) { MaxOpen = 1 }.Apply([109, 200]).Commit();
        Assert.Equal(ApplyOutcome.NeedsRecall, user.Apply(100));
        Assert.Equal(ApplyOutcome.Applied, user.Recall(100).Apply(100));
        Assert.Equal("100..119:2 200..210:1", user.Rows("s"));
    }
}
