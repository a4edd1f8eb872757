using PathwayOrleans.Aggregation;
using PathwayOrleans.Storage.GrainRows;

namespace PathwayOrleans.Grains.Interfaces;

/// <summary>Finds a user's grain.</summary>
public static class UserGrainExtensions
{
    /// <summary>Gets the grain of a user by the user's id.</summary>
    /// <exception cref="ArgumentException">The id is null or empty.</exception>
    public static IUserAggregateGrain GetUser(this IGrainFactory grains, string userId)
    {
        ArgumentNullException.ThrowIfNull(grains);
        return grains.GetGrain<IUserAggregateGrain>(UserGrainKey.FromUserId(userId));
    }

    /// <summary>Gets the grain of a key of a pipeline.</summary>
    /// <param name="grains">The grains.</param>
    /// <param name="values">The values of the key columns as Postgres writes them, in the order of the primary key.</param>
    /// <exception cref="ArgumentException">There is no value.</exception>
    public static IUserAggregateGrain GetKey(this IGrainFactory grains, params IReadOnlyList<string> values)
    {
        ArgumentNullException.ThrowIfNull(values);
        ArgumentOutOfRangeException.ThrowIfZero(values.Count, nameof(values));
        return grains.GetUser(CompositeKey.Of(values));
    }
}
