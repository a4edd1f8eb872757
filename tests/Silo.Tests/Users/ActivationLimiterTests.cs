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

        Array.ForEach(users[..100], activations.Enter);
        Assert.Equal(100, activations.Count);
        Assert.All(users, user => Assert.False(user.WasDeactivated));
        activations.Enter(users[100]);
        await Eventually.SucceedsAsync(() => activations.Count == 90, "deactivation of the excess and a tenth of the limit");
        Assert.Equal(Enumerable.Range(50, 11), Enumerable.Range(0, 101).Where(i => users[i].WasDeactivated));
    }

    [Fact]
    public void A_user_is_counted_once_even_if_it_enters_or_leaves_twice()
    {
        var activations = new ActivationLimiter(capacity: 100);
        var user = new User(activations);
        activations.Enter(user);
        activations.Enter(user);
        Assert.Equal(1, activations.Count);
        activations.Leave(user);
        activations.Leave(user);
        Assert.Equal(0, activations.Count);
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
