using PathwayOrleans.Aggregation.State;

namespace PathwayOrleans.Grains.Serialization;

/// <summary>
/// Orleans wants to carry a state along when its grain moves. It must not be: what is in memory may not be durable. So
/// nothing is carried, and the grain reads its row.
/// </summary>
[GenerateSerializer]
[Alias("pathway.no-user-state")]
internal struct UserStateSurrogate
{
}

/// <summary>Makes an empty state of any state.</summary>
[RegisterConverter]
internal sealed class UserStateConverter : IConverter<UserState, UserStateSurrogate>
{
    public UserState ConvertFromSurrogate(in UserStateSurrogate surrogate) => new();

    public UserStateSurrogate ConvertToSurrogate(in UserState value) => default;
}
