using PathwayOrleans.Aggregation.State;

namespace PathwayOrleans.Grains.Users;

/// <summary>
/// The serialized form of a <see cref="UserState"/>, which is empty. Orleans serializes a state when it migrates the grain, but
/// a state in memory may not be durable. The migrated grain therefore reads its row.
/// </summary>
[GenerateSerializer]
[Alias("pathway.no-user-state")]
internal struct UserStateSurrogate
{
}

/// <summary>Converts every state to the empty form, and that to an unbound state.</summary>
[RegisterConverter]
internal sealed class UserStateConverter : IConverter<UserState, UserStateSurrogate>
{
    public UserState ConvertFromSurrogate(in UserStateSurrogate surrogate) => new();

    public UserStateSurrogate ConvertToSurrogate(in UserState value) => default;
}
