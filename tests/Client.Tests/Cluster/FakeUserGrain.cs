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

    public Task<KeyRows> GetRows(string view, DateTimeOffset? from, DateTimeOffset? to, int limit) =>
        throw new NotSupportedException("The console reads the rows of keys through the reports.");
}
