using System.Net;
using PathwayOrleans.Silo.Membership;

namespace PathwayOrleans.Silo.Tests.Membership;

public sealed class PeerWatchTests
{
    [Theory]
    [InlineData(2)]
    [InlineData(3)]
    [InlineData(5)]
    [InlineData(20)]
    public void Every_silo_is_watched_by_the_same_number_of_others(int silos)
    {
        SiloAddress[] members = [.. Enumerable.Range(1, silos).Select(number => Silo(number))];
        int[] watchers = [.. members.Select(watched => members.Count(
            silo => PeerWatch.WatchedBy(silo, members.Reverse()).Contains(watched)))];
        Assert.All(watchers, count => Assert.Equal(Math.Min(3, silos - 1), count));
    }

    [Fact]
    public void A_silo_watches_no_silo_of_its_own_address() =>
        Assert.Empty(PeerWatch.WatchedBy(Silo(1), [Silo(1), Silo(1, generation: 99)]));

    [Fact]
    public void A_silo_that_is_not_a_member_yet_watches_others() =>
        Assert.Equal(2, PeerWatch.WatchedBy(Silo(3), [Silo(1), Silo(2)]).Count);

    private static SiloAddress Silo(int number, int generation = 1) =>
        SiloAddress.New(IPAddress.Parse($"10.0.0.{number}"), 11111, generation);
}
