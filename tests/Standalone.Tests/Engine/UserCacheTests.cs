using PathwayOrleans.Aggregation.State;
using PathwayOrleans.Standalone.Engine;

namespace PathwayOrleans.Standalone.Tests.Engine;

public sealed class UserCacheTests
{
    [Fact]
    public void The_least_recently_used_leave_first()
    {
        UserCache cache = Filled("a", "b", "c");
        cache.Use("a");
        cache.Use("d").State = new UserState("d");
        cache.Use("e").State = new UserState("e");
        cache.Trim();
        Assert.Equal(3, cache.Count);
        Assert.NotNull(cache.Use("a").State);
        Assert.NotNull(cache.Use("d").State);
        Assert.NotNull(cache.Use("e").State);
        Assert.Null(cache.Use("b").State);
        Assert.Null(cache.Use("c").State);
    }

    [Theory]
    [InlineData(true, false)]
    [InlineData(false, true)]
    public void A_user_with_something_to_write_does_not_leave(bool dirty, bool inCommit)
    {
        UserCache cache = Filled("a", "b", "c", "d");
        UserEntry oldest = cache.Use("a");
        foreach (string other in (string[])["b", "c", "d"])
        {
            cache.Use(other);
        }

        oldest.IsDirty = dirty;
        oldest.IsInCommit = inCommit;
        cache.Trim();
        Assert.True(cache.IsOverfull);
        Assert.False(oldest.IsDropped);

        oldest.IsDirty = false;
        oldest.IsInCommit = false;
        cache.Trim();
        Assert.False(cache.IsOverfull);
        Assert.True(oldest.IsDropped);
    }

    [Fact]
    public void A_user_that_is_being_loaded_does_not_leave()
    {
        var cache = new UserCache(capacity: 1);
        UserEntry loading = cache.Use("a");
        cache.Use("b").State = new UserState("b");
        cache.Trim();
        Assert.False(loading.IsDropped);
    }

    [Fact]
    public void Dropping_by_a_test_spares_what_is_to_be_written()
    {
        UserCache cache = Filled("a", "b", "c");
        cache.Use("b").IsDirty = true;
        cache.DropClean(_ => true);
        Assert.Equal(1, cache.Count);
        Assert.True(cache.Use("b").IsDirty);
    }

    private static UserCache Filled(params string[] users)
    {
        var cache = new UserCache(capacity: 3);
        foreach (string user in users)
        {
            cache.Use(user).State = new UserState(user);
        }

        return cache;
    }
}
