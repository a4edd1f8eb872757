using PathwayOrleans.Aggregation.Windows;

namespace PathwayOrleans.Aggregation.Tests.Windows;

/// <summary>Changes that were taken for a commit that then failed.</summary>
public sealed class TakeBackTests
{
    [Fact]
    public void They_are_handed_over_again()
    {
        OneUser user = new OneUser(WindowDefinition.Tumbling("t", 10)).Apply([5]).Apply([15, 3], watermark: 12);
        WindowChanges failed = Take(user);
        user.State.TakeBackWindowChanges(failed);
        Assert.Equal("0..10:1 10..20:1", user.Rows("t"));
        Assert.Equal(["3:t"], user.Late);
        Assert.Null(user.State.TakeWindowChanges(user.Windows));
    }

    [Fact]
    public void What_has_changed_meanwhile_is_handed_over_as_it_is_now()
    {
        OneUser user = new OneUser(WindowDefinition.Tumbling("t", 10)).Apply([5, 15]);
        WindowChanges failed = Take(user);
        user.Apply([6]);
        user.State.TakeBackWindowChanges(failed);
        Assert.Equal("0..10:2 10..20:1", user.Rows("t"));
    }

    [Fact]
    public void What_has_changed_and_left_meanwhile_too()
    {
        OneUser user = new OneUser(WindowDefinition.Tumbling("t", 10)).Apply([5, 15]);
        WindowChanges failed = Take(user);
        user.Apply([6]).Apply([25], watermark: 20);
        user.State.TakeBackWindowChanges(failed);
        Assert.Equal("0..10:2 10..20:1 20..30:1", user.Rows("t"));
    }

    [Fact]
    public void What_left_because_there_were_too_many_is_not_forgotten()
    {
        OneUser user = new OneUser(WindowDefinition.Tumbling("t", 10)) { MaxOpen = 1 }.Apply([5, 15, 25]);
        WindowChanges failed = Take(user);
        Assert.Equal(2, failed.Evicted);
        user.State.TakeBackWindowChanges(failed);
        Assert.Equal("0..10:1 10..20:1 20..30:1", user.Rows("t"));
    }

    [Fact]
    public void A_session_that_has_been_joined_meanwhile_does_not_come_back()
    {
        OneUser user = new OneUser(WindowDefinition.Session("s", 10)).Apply([100, 115]);
        WindowChanges failed = Take(user);
        user.Apply([107]);
        user.State.TakeBackWindowChanges(failed);
        Assert.Equal("100..125:3", user.Rows("s"));
    }

    [Fact]
    public void A_session_that_has_moved_meanwhile_does_not_come_back()
    {
        OneUser user = new OneUser(WindowDefinition.Session("s", 10)).Apply([100]);
        WindowChanges failed = Take(user);
        user.Apply([95]);
        user.State.TakeBackWindowChanges(failed);
        Assert.Equal("95..110:2", user.Rows("s"));
    }

    [Fact]
    public void Rows_that_were_to_go_are_still_to_go()
    {
        OneUser user = new OneUser(WindowDefinition.Session("s", 10)).Apply([100, 115]).Commit().Apply([107]);
        user.State.TakeBackWindowChanges(Take(user));
        Assert.Equal("100..125:3", user.Rows("s"));
    }

    private static WindowChanges Take(OneUser user) => user.State.TakeWindowChanges(user.Windows)!;
}
