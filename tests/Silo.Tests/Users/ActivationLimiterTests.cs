using PathwayOrleans.Grains.Users;
using PathwayOrleans.Testing;

namespace PathwayOrleans.Silo.Tests.Users;

public class ActivationLimiterTests
{
    [Fact]
    public async Task Above_the_limit_the_least_recently_used_users_are_deactivated()
    {
        var activations = new ActivationLimiter(capacity: 100);
        User[] users = [.. Enumerable.Range(0, 101).Select(_ => new User(activations))];
        foreach (User user in users.Take(50))
        {
            user.Use();
        }

        Array.ForEach(users[..100], user => activations.Enter(user, 1));
        Assert.Equal(100, activations.Count);
        Assert.All(users, user => Assert.False(user.WasDeactivated));
        activations.Enter(users[100], 1);
        await Eventually.SucceedsAsync(() => activations.Count == 90, "deactivation of the excess and a tenth of the limit");
        Assert.Equal(Enumerable.Range(50, 11), Enumerable.Range(0, 101).Where(i => users[i].WasDeactivated));
    }

    [Fact]
    public void A_user_is_counted_once_even_if_it_enters_or_leaves_twice()
    {
        var activations = new ActivationLimiter(capacity: 100);
        var user = new User(activations);
        activations.Enter(user, 10);
        activations.Enter(user, 10);
        Assert.Equal(1, activations.Count);
        activations.Leave(user);
        activations.Leave(user);
        Assert.Equal(0, activations.Count);
    }

    [Fact]
    public async Task Above_the_memory_for_states_the_least_recently_used_users_are_deactivated()
    {
        var activations = new ActivationLimiter(capacity: 100, maxBytes: 1_000);
        User[] users = [.. Enumerable.Range(0, 10).Select(_ => new User(activations))];
        Array.ForEach(users, user => activations.Enter(user, 100));
        Assert.Equal((10, 1_000L), (activations.Count, activations.Bytes));
        activations.Enter(users[9], 250);
        await Eventually.SucceedsAsync(() => activations.Bytes <= 900, "deactivation of the excess and a tenth of the limit");
        Assert.Equal([0, 1, 2], Enumerable.Range(0, 10).Where(i => users[i].WasDeactivated));
        Assert.Equal(850, activations.Bytes);
    }

    [Fact]
    public void As_many_users_may_be_pending_as_there_is_memory_for()
    {
        const long CommitBytes = 32 * 1024 * 1024;
        var small = new ActivationLimiter(capacity: 1_000_000);
        int atFirst = small.PendingUsers(CommitBytes);
        Assert.InRange(atFirst, 1_000, 10_000);
        for (int i = 0; i < 10_000; i++)
        {
            small.Enter(new User(small), 500);
        }

        Assert.InRange(small.PendingUsers(CommitBytes), 2 * atFirst, int.MaxValue);
        var large = new ActivationLimiter(capacity: 1_000_000, maxBytes: 10_000_000);
        for (int i = 0; i < 100; i++)
        {
            large.Enter(new Busy(), 100_000);
        }

        Assert.InRange(large.PendingUsers(CommitBytes), 100, atFirst);
        for (int i = 0; i < 100; i++)
        {
            large.Enter(new Busy(), 100_000);
        }

        // They are not deactivated, so there is no memory for more.
        Assert.Equal(1, large.PendingUsers(CommitBytes));
    }

    private sealed class Busy : ILimitedActivation
    {
        public long LastUsed => 0;

        public void Deactivate()
        {
        }
    }

    private sealed class User : ILimitedActivation
    {
        private readonly ActivationLimiter _activations;

        internal User(ActivationLimiter activations)
        {
            _activations = activations;
            Use();
        }

        public long LastUsed { get; private set; }

        internal bool WasDeactivated { get; private set; }

        public void Deactivate()
        {
            WasDeactivated = true;
            _activations.Leave(this);
        }

        internal void Use() => LastUsed = _activations.Now();
    }
}
