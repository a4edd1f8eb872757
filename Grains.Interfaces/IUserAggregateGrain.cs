using Orleans.Concurrency;

namespace PathwayOrleans.Grains.Interfaces;

/// <summary>
/// One user's running aggregate. Its key is the user's grain key: get it with
/// <see cref="UserGrainExtensions.GetUser"/>, which knows the few user ids whose key is not the id itself.
/// </summary>
[Alias("pathway.user")]
public interface IUserAggregateGrain : IGrainWithStringKey
{
    /// <summary>
    /// The user's totals from the grain's memory: every durable event and none that is not.
    /// </summary>
    /// <returns>Null for a user that never had an event.</returns>
    [ReadOnly]
    [Alias("totals")]
    Task<UserTotals?> GetTotals();
}
