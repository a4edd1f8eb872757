using PathwayOrleans.Pipelines.State;
using PathwayOrleans.Producer.Load.Windows;

namespace PathwayOrleans.Pipelines.Tests.Windows;

/// <summary>Changes that were taken for a commit that failed.</summary>
public sealed class RestoreChangesTests
{
    [Fact]
    public void Restored_changes_are_taken_again()
    {
        OneKey key = new OneKey(WindowDefinition.Tumbling("t", 10)).Apply([5]).Apply([15, 3], watermark: 12);
        ViewChanges failed = Take(key);
        key.State.RestoreChanges(failed);
        Assert.Equal("0..10:1 10..20:1", key.Rows("t"));
        Assert.Equal(["3:t"], key.Late);
        Assert.Null(key.Take());
    }

    [Fact]
    public void Restored_rows_that_changed_since_have_the_current_values()
    {
        OneKey key = new OneKey(WindowDefinition.Tumbling("t", 10)).Apply([5, 15]);
        ViewChanges failed = Take(key);
        key.Apply([6]);
        key.State.RestoreChanges(failed);
        Assert.Equal("0..10:2 10..20:1", key.Rows("t"));
    }

    [Fact]
    public void Restored_rows_that_changed_and_were_evicted_since_have_the_last_values()
    {
        OneKey key = new OneKey(WindowDefinition.Tumbling("t", 10)).Apply([5, 15]);
        ViewChanges failed = Take(key);
        key.Apply([6]).Apply([25], watermark: 20);
        key.State.RestoreChanges(failed);
        Assert.Equal("0..10:2 10..20:1 20..30:1", key.Rows("t"));
    }

    [Fact]
    public void Restored_row_of_a_session_that_grew_and_was_evicted_since_is_dropped()
    {
        OneKey key = new OneKey(WindowDefinition.Session("s", 10)).Apply([100]);
        ViewChanges failed = Take(key);
        key.Apply([105]).Apply([200], watermark: 150);
        key.State.RestoreChanges(failed);
        Assert.Equal("100..115:2 200..210:1", key.Rows("s"));
    }

    [Fact]
    public void Restored_rows_of_windows_evicted_by_the_limit_are_kept()
    {
        OneKey key = new OneKey(WindowDefinition.Tumbling("t", 10)) { MaxOpen = 1 }.Apply([5, 15, 25]);
        ViewChanges failed = Take(key);
        Assert.Equal(2, failed.Evicted);
        key.State.RestoreChanges(failed);
        Assert.Equal("0..10:1 10..20:1 20..30:1", key.Rows("t"));
    }

    [Fact]
    public void Restored_row_of_a_session_merged_since_is_dropped()
    {
        OneKey key = new OneKey(WindowDefinition.Session("s", 10)).Apply([100, 115]);
        ViewChanges failed = Take(key);
        key.Apply([107]);
        key.State.RestoreChanges(failed);
        Assert.Equal("100..125:3", key.Rows("s"));
    }

    [Fact]
    public void Restored_row_of_a_session_whose_start_changed_since_is_dropped()
    {
        OneKey key = new OneKey(WindowDefinition.Session("s", 10)).Apply([100]);
        ViewChanges failed = Take(key);
        key.Apply([95]);
        key.State.RestoreChanges(failed);
        Assert.Equal("95..110:2", key.Rows("s"));
    }

    [Fact]
    public void Restored_deletes_are_kept()
    {
        OneKey key = new OneKey(WindowDefinition.Session("s", 10)).Apply([100, 115]).Commit().Apply([107]);
        key.State.RestoreChanges(Take(key));
        Assert.Equal("100..125:3", key.Rows("s"));
    }

    private static ViewChanges Take(OneKey key) => key.Take()!;
}
