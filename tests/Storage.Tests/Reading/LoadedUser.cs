using PathwayOrleans.Pipelines.Compilation;
using PathwayOrleans.Pipelines.State;
using PathwayOrleans.Storage.Connections;
using PathwayOrleans.Storage.Reading;

namespace PathwayOrleans.Storage.Tests.Reading;

/// <summary>A user's state of the built-in pipeline that was loaded.</summary>
internal sealed record LoadedUser(int Version, KeyState State, bool IsStored)
{
    /// <summary>The number of events; 0 without a row.</summary>
    internal long Count => State.HasRow(Batches.BuiltIn.Views[0]) ? (long)State.ValuesOf(Batches.BuiltIn.Views[0])[1]! : 0;

    internal static Task<LoadedUser[]> LoadAsync(UserStateReader states, params IReadOnlyList<string> users) => states.LoadAsync(
        users, Decode, user => user.State.AddEndingInputsTo, CancellationToken.None);

    internal static GroupRead<string, LoadedUser> Group(UserStateReader states, DatabaseRetry retry) => new(
        "loading users",
        async (users, token) => await states.LoadAsync(users, Decode, user => user.State.AddEndingInputsTo, token),
        retry);

    private static LoadedUser Decode(string user, StoredUser stored)
    {
        var key = new PipelineKey(user, [user]);
        return new LoadedUser(
            stored.Version,
            stored.Payload is { } payload
                ? KeyStateCodec.DecodeStored(payload, Batches.BuiltIn, key)
                : new KeyState(Batches.BuiltIn, key),
            stored.Payload is not null);
    }
}
