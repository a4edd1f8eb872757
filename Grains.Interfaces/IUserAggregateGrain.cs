using Orleans.Concurrency;

namespace PathwayOrleans.Grains.Interfaces;

/// <summary>
/// The running aggregate of one user. Get the grain with <see cref="UserGrainExtensions.GetUser"/>: for a few user ids the
/// grain key differs from the id.
/// </summary>
[Alias("pathway.user")]
public interface IUserAggregateGrain : IGrainWithStringKey
{
    /// <summary>The user's totals, from the grain's memory. They include all durable events and no others.</summary>
    /// <returns>Null for a user without events.</returns>
    [ReadOnly]
    [Alias("totals")]
    Task<UserTotals?> GetTotals();
}
