using PathwayOrleans.Aggregation.State;

namespace PathwayOrleans.Standalone.Tests.Engine;

public sealed class UserCacheTests
{
    [Fact]
    public void The_least_recently_used_users_are_evicted_first()
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
    public void A_user_with_unwritten_changes_is_not_evicted(bool dirty, bool inCommit)
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
    public void A_user_that_is_being_loaded_is_not_evicted()
    {
        var cache = new UserCache(capacity: 1);
        UserEntry loading = cache.Use("a");
        cache.Use("b").State = new UserState("b");
        cache.Trim();
        Assert.False(loading.IsDropped);
    }

    [Fact]
    public void Dropping_by_predicate_keeps_users_with_unwritten_changes()
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
