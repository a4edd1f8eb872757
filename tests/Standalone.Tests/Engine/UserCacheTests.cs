using PathwayOrleans.Standalone.Tests.Harness;

namespace PathwayOrleans.Standalone.Tests.Engine;

public sealed class UserCacheTests
{
    [Fact]
    public void The_least_recently_used_users_are_evicted_first()
    {
        UserCache cache = Filled("a", "b", "c");
        cache.Use("a");
        cache.Use("d").State = CountedUsers.New("d");
        cache.Use("e").State = CountedUsers.New("e");
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
        Assert.False(oldest.IsDropped);
        Assert.Null(cache.Use("b").State);

        oldest.IsDirty = false;
        oldest.IsInCommit = false;
        Assert.True(cache.IsOverfull);
        cache.Trim();
        Assert.False(cache.IsOverfull);
        Assert.True(oldest.IsDropped);
    }

    [Fact]
    public void A_user_that_is_being_loaded_is_not_evicted()
    {
        var cache = new UserCache(capacity: 1);
        UserEntry loading = cache.Use("a");
        cache.Use("b").State = CountedUsers.New("b");
        cache.Trim();
        Assert.False(loading.IsDropped);
    }

    [Fact]
    public void Users_are_evicted_when_their_states_take_more_than_the_memory_for_them()
    {
        var cache = new UserCache(capacity: 1_000, maxBytes: 100_000);
        for (int i = 0; i < 500; i++)
        {
            UserEntry entry = cache.Use($"u{i}");
            entry.State = CountedUsers.New(new string('u', 400));
            cache.Measure(entry);
        }

        long before = cache.Bytes;
        Assert.InRange(before, 400_000, 1_000_000);
        Assert.True(cache.IsOverfull);
        cache.Trim();
        Assert.False(cache.IsOverfull);
        Assert.InRange(cache.Bytes, 95_000, 100_000);
        Assert.Equal(before * cache.Count / 500, cache.Bytes);
        Assert.NotNull(cache.Use("u499").State);
        cache.DropClean(_ => true);
        Assert.Equal((0, 0L), (cache.Count, cache.Bytes));
    }

    // Otherwise a user who waits for memory would prevent that memory is freed.
    [Fact]
    public void Users_behind_one_that_cannot_be_evicted_are_evicted()
    {
        var cache = new UserCache(capacity: 2);
        UserEntry loading = cache.Use("a");
        cache.Use("b").State = CountedUsers.New("b");
        cache.Use("c").State = CountedUsers.New("c");
        cache.Trim();
        Assert.False(loading.IsDropped);
        Assert.Equal(2, cache.Count);
        Assert.NotNull(cache.Use("c").State);
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
            cache.Use(user).State = CountedUsers.New(user);
        }

        return cache;
    }
}
