using PathwayOrleans.Grains.Users;
using PathwayOrleans.Testing;

namespace PathwayOrleans.Silo.Tests.Users;

public class UserRosterTests
{
    [Fact]
    public async Task Where_there_are_too_many_those_used_least_recently_leave()
    {
        var roster = new UserRoster(capacity: 100);
        User[] users = [.. Enumerable.Range(0, 101).Select(_ => new User(roster))];
        foreach (User user in users.Take(50))
        {
            user.Use();
        }

        Array.ForEach(users[..100], roster.Enter);
        Assert.Equal(100, roster.Count);
        Assert.All(users, user => Assert.False(user.WasAsked));
        roster.Enter(users[100]);
        await Eventually.SucceedsAsync(() => roster.Count == 90, "the excess and a tenth have left");
        Assert.Equal(Enumerable.Range(50, 11), Enumerable.Range(0, 101).Where(i => users[i].WasAsked));
    }

    [Fact]
    public void A_user_is_counted_once_however_often_it_enters_or_leaves()
    {
        var roster = new UserRoster(capacity: 100);
        var user = new User(roster);
        roster.Enter(user);
        roster.Enter(user);
        Assert.Equal(1, roster.Count);
        roster.Leave(user);
        roster.Leave(user);
        Assert.Equal(0, roster.Count);
    }

    private sealed class User : IRosterEntry
    {
        private readonly UserRoster _roster;

        internal User(UserRoster roster)
        {
            _roster = roster;
            Use();
        }

        public long LastUsed { get; private set; }

        internal bool WasAsked { get; private set; }

        public void AskToLeave()
        {
            WasAsked = true;
            _roster.Leave(this);
        }

        internal void Use() => LastUsed = _roster.Now();
    }
}
