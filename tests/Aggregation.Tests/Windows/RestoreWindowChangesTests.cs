using PathwayOrleans.Aggregation.Windows;

namespace PathwayOrleans.Aggregation.Tests.Windows;

/// <summary>Changes that were taken for a commit that failed.</summary>
public sealed class RestoreWindowChangesTests
{
    [Fact]
    public void Restored_changes_are_taken_again()
    {
        OneUser user = new OneUser(WindowDefinition.Tumbling("t", 10)).Apply([5]).Apply([15, 3], watermark: 12);
        WindowChanges failed = Take(user);
        user.State.RestoreWindowChanges(failed);
        Assert.Equal("0..10:1 10..20:1", user.Rows("t"));
        Assert.Equal(["3:t"], user.Late);
        Assert.Null(user.State.TakeWindowChanges(user.Windows));
    }

    [Fact]
    public void Restored_rows_that_changed_since_have_the_current_values()
    {
        OneUser user = new OneUser(WindowDefinition.Tumbling("t", 10)).Apply([5, 15]);
        WindowChanges failed = Take(user);
        user.Apply([6]);
        user.State.RestoreWindowChanges(failed);
        Assert.Equal("0..10:2 10..20:1", user.Rows("t"));
    }

    [Fact]
    public void Restored_rows_that_changed_and_were_evicted_since_have_the_last_values()
    {
        OneUser user = new OneUser(WindowDefinition.Tumbling("t", 10)).Apply([5, 15]);
        WindowChanges failed = Take(user);
        user.Apply([6]).Apply([25], watermark: 20);
        user.State.RestoreWindowChanges(failed);
        Assert.Equal("0..10:2 10..20:1 20..30:1", user.Rows("t"));
    }

    [Fact]
    public void Restored_rows_of_windows_evicted_by_the_limit_are_kept()
    {
        OneUser user = new OneUser(WindowDefinition.Tumbling("t", 10)) { MaxOpen = 1 }.Apply([5, 15, 25]);
        WindowChanges failed = Take(user);
        Assert.Equal(2, failed.Evicted);
        user.State.RestoreWindowChanges(failed);
        Assert.Equal("0..10:1 10..20:1 20..30:1", user.Rows("t"));
    }

    [Fact]
    public void Restored_row_of_a_session_merged_since_is_dropped()
    {
        OneUser user = new OneUser(WindowDefinition.Session("s", 10)).Apply([100, 115]);
        WindowChanges failed = Take(user);
        user.Apply([107]);
        user.State.RestoreWindowChanges(failed);
        Assert.Equal("100..125:3", user.Rows("s"));
    }

    [Fact]
    public void Restored_row_of_a_session_whose_start_changed_since_is_dropped()
    {
        OneUser user = new OneUser(WindowDefinition.Session("s", 10)).Apply([100]);
        WindowChanges failed = Take(user);
        user.Apply([95]);
        user.State.RestoreWindowChanges(failed);
        Assert.Equal("95..110:2", user.Rows("s"));
    }

    [Fact]
    public void Restored_deletes_are_kept()
    {
        OneUser user = new OneUser(WindowDefinition.Session("s", 10)).Apply([100, 115]).Commit().Apply([107]);
        user.State.RestoreWindowChanges(Take(user));
        Assert.Equal("100..125:3", user.Rows("s"));
    }

    private static WindowChanges Take(OneUser user) => user.State.TakeWindowChanges(user.Windows)!;
}
