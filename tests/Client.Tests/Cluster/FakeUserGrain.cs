using PathwayOrleans.Aggregation.Identity;
using PathwayOrleans.Grains.Interfaces;

namespace PathwayOrleans.Client.Tests.Cluster;

internal sealed class FakeUserGrain(FakeData data) : Grain, IUserAggregateGrain
{
    public Task<UserTotals?> GetTotals()
    {
        data.ThrowIfBroken();
        return Task.FromResult(data.Users.GetValueOrDefault(UserGrainKey.ToUserId(this.GetPrimaryKeyString())));
    }
}
