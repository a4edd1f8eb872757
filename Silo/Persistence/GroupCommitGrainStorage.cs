using System.Globalization;
using Orleans.Storage;
using PathwayOrleans.Aggregation.Identity;
using PathwayOrleans.Aggregation.State;
using PathwayOrleans.Aggregation.Windows;
using PathwayOrleans.Storage.Commit;
using PathwayOrleans.Storage.GrainRows;
using PathwayOrleans.Storage.Reading;

namespace PathwayOrleans.Silo.Persistence;

/// <summary>
/// Keeps users' states in the rows that Orleans' ADO.NET provider would keep them in, but writes and reads those of
/// many grains with one statement. Waits for as long as the database is away.
/// </summary>
internal sealed class GroupCommitGrainStorage(GroupCommit commits, GroupLoad loads, WindowSettings windows) : IGrainStorage
{
    public async Task ReadStateAsync<T>(string stateName, GrainId grainId, IGrainState<T> grainState)
    {
        IGrainState<UserState> state = Own(stateName, grainId, grainState);
        string userId = UserGrainKey.ToUserId(grainId.Key.ToString()!);
        StoredUser stored = await loads.AskAsync(userId);
        state.State = stored.Payload is null ? new UserState(userId) : UserStateCodec.Decode(stored.Payload, userId);
        state.RecordExists = stored.Payload is not null;
        state.ETag = stored.Version == 0 ? null : stored.Version.ToString(CultureInfo.InvariantCulture);
    }

    public async Task WriteStateAsync<T>(string stateName, GrainId grainId, IGrainState<T> grainState)
    {
        IGrainState<UserState> grain = Own(stateName, grainId, grainState);
        UserState state = grain.State!;
        WindowChanges? changes = state.TakeWindowChanges(windows.Windows);
        byte[] payload = UserStateGrainSerializer.Encode(state);
        int version = grain.ETag is null ? 0 : int.Parse(grain.ETag, NumberStyles.None, CultureInfo.InvariantCulture);
        try
        {
            version = await commits.WriteAsync(
                new UserWrite(state.UserId!, version, payload, state.Count, state.TotalValue, state.LastEventTime, changes));
        }
        catch (VersionConflictException e)
        {
            throw new InconsistentStateException(e.Message, "unknown", grain.ETag, e);
        }

        grain.ETag = version.ToString(CultureInfo.InvariantCulture);
        grain.RecordExists = true;
    }

    // Counted events are never taken back; starting over is the whole service's business (`./pathway reset`).
    public Task ClearStateAsync<T>(string stateName, GrainId grainId, IGrainState<T> grainState) =>
        throw new NotSupportedException($"The state of grain {grainId} cannot be cleared on its own: its events would be lost. Reset the service instead.");

    private static IGrainState<UserState> Own<T>(string stateName, GrainId grainId, IGrainState<T> grainState) =>
        grainState is IGrainState<UserState> state && stateName == UserGrainRows.StateName
            ? state
            : throw new NotSupportedException(
                $"Grain {grainId} wants to keep a {typeof(T)} as '{stateName}'; this storage keeps a user's state as '{UserGrainRows.StateName}'. " +
                "Give that grain a storage provider of its own.");
}
