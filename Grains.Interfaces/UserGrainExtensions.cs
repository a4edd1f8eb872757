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
}
