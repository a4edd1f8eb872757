using Orleans.Concurrency;

namespace PathwayOrleans.Grains.Interfaces;

/// <summary>
/// The running aggregate of one user, or of another key of a pipeline. Get the grain with
/// <see cref="UserGrainExtensions.GetUser"/> or <see cref="UserGrainExtensions.GetKey"/>: for a few user ids the grain key
/// differs from the id.
/// </summary>
[Alias("pathway.user")]
public interface IUserAggregateGrain : IGrainWithStringKey
{
    /// <summary>The user's totals, from the grain's memory. They include all durable events and no others.</summary>
    /// <returns>Null for a user without events.</returns>
    [ReadOnly]
    [Alias("totals")]
    Task<UserTotals?> GetTotals();

    /// <summary>The durable rows of this key in a materialized view, in the order of their windows.</summary>
    /// <param name="view">The name of the view.</param>
    /// <param name="from">The lowest start of windows, inclusive; null: no bound.</param>
    /// <param name="to">The highest start of windows, exclusive; null: no bound.</param>
    /// <param name="limit">The maximum number of windows, at most <see cref="IReportGrain.MaxLimit"/>: the newest ones.</param>
    /// <exception cref="ArgumentException">There is no such view, it has no windows, or this is no key of it.</exception>
    [ReadOnly]
    [Alias("rows")]
    Task<KeyRows> GetRows(string view, DateTimeOffset? from = null, DateTimeOffset? to = null, int limit = 100);
}
