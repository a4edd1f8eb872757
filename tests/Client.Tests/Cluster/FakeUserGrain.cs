using PathwayOrleans.Grains.Interfaces;
using PathwayOrleans.Storage.GrainRows;

namespace PathwayOrleans.Client.Tests.Cluster;

internal sealed class FakeUserGrain(FakeData data) : Grain, IUserAggregateGrain
{
    public Task<UserTotals?> GetTotals()
    {
        data.ThrowIfBroken();
        return Task.FromResult(data.Users.GetValueOrDefault(UserGrainKey.ToUserId(this.GetPrimaryKeyString())));
    }
}
