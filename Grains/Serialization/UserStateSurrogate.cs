using PathwayOrleans.Aggregation.State;

namespace PathwayOrleans.Grains.Serialization;

/// <summary>A user's state on its way to another silo with its grain: the payload of its row.</summary>
[GenerateSerializer]
[Alias("pathway.user-state")]
internal struct UserStateSurrogate
{
    [Id(0)]
    internal byte[] Payload;
}

/// <summary>Turns users' states into what Orleans can send.</summary>
[RegisterConverter]
internal sealed class UserStateConverter : IConverter<UserState, UserStateSurrogate>
{
    // A codec serves one thread at a time, and writing a state never waits.
    [ThreadStatic]
    private static UserStateCodec? _codec;

    public UserState ConvertFromSurrogate(in UserStateSurrogate surrogate) => UserStateCodec.Decode(surrogate.Payload);

    public UserStateSurrogate ConvertToSurrogate(in UserState value) => new() { Payload = (_codec ??= new UserStateCodec()).Encode(value) };
}
