using PathwayOrleans.Aggregation.State;
using PathwayOrleans.Storage.Connections;
using PathwayOrleans.Storage.Reading;

namespace PathwayOrleans.Storage.Tests.Reading;

/// <summary>A user's state that was loaded.</summary>
internal sealed record LoadedUser(int Version, UserState State, bool IsStored)
{
    internal static Task<LoadedUser[]> LoadAsync(UserStateReader states, params IReadOnlyList<string> users) => states.LoadAsync(
        users, Decode, user => user.State.AddEndingInputsTo, CancellationToken.None);

    internal static GroupRead<string, LoadedUser> Group(UserStateReader states, DatabaseRetry retry) => new(
        "loading users",
        async (users, token) => await states.LoadAsync(users, Decode, user => user.State.AddEndingInputsTo, token),
        retry);

    private static LoadedUser Decode(string user, StoredUser stored) => new(
        stored.Version,
        stored.Payload is { } payload ? UserStateCodec.DecodeStored(payload, user) : new UserState(user),
        stored.Payload is not null);
}
