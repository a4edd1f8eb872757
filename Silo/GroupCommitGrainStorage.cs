using System.Globalization;
using Orleans.Storage;
using PathwayOrleans.Aggregation.State;
using PathwayOrleans.Aggregation.Windows;
using PathwayOrleans.Storage.Commit;
using PathwayOrleans.Storage.GrainRows;
using PathwayOrleans.Storage.Reading;

namespace PathwayOrleans.Silo;

/// <summary>
/// Stores users' states in the same rows as Orleans' ADO.NET provider, but writes and reads the states of many grains with one
/// statement. Waits for as long as the database is unavailable.
/// </summary>
internal sealed class GroupCommitGrainStorage(
    GroupCommit commits, GroupLoad loads, WindowSettings windows, FinishedInputs finished) : IGrainStorage
{
    public async Task ReadStateAsync<T>(string stateName, GrainId grainId, IGrainState<T> grainState)
    {
        IGrainState<UserState> state = Require(stateName, grainId, grainState);
        string userId = UserGrainKey.ToUserId(grainId.Key.ToString()!);
        LoadedUser loaded = await loads.AskAsync(userId);

        // An activation that fails does not tell its callers why; the grain reports an unreadable state with each call.
        state.State = loaded.State;
        state.RecordExists = loaded.IsStored;
        state.ETag = loaded.Version == 0 ? null : loaded.Version.ToString(CultureInfo.InvariantCulture);
    }

    public async Task WriteStateAsync<T>(string stateName, GrainId grainId, IGrainState<T> grainState)
    {
        IGrainState<UserState> grain = Require(stateName, grainId, grainState);
        UserState state = grain.State!;
        WindowChanges? changes = state.TakeWindowChanges(windows.Windows);
        state.Forget(finished);
        IReadOnlyList<long> inputs = state.TakeEndingInputs();
        byte[] payload = UserStateGrainSerializer.Encode(state);
        int version = grain.ETag is null ? 0 : int.Parse(grain.ETag, NumberStyles.None, CultureInfo.InvariantCulture);
        try
        {
            version = await commits.WriteAsync(
                new UserWrite(
                    state.UserId!, version, payload, state.Count, state.TotalValue, state.LastEventTime, changes, inputs));
        }
        catch (VersionConflictException e)
        {
            throw new InconsistentStateException(e.Message, "unknown", grain.ETag, e);
        }

        grain.ETag = version.ToString(CultureInfo.InvariantCulture);
        grain.RecordExists = true;
    }

    // Events that were counted cannot be removed for one user; `./pathway reset` starts the whole service over.
    public Task ClearStateAsync<T>(string stateName, GrainId grainId, IGrainState<T> grainState) =>
        throw new NotSupportedException(
            $"The state of grain {grainId} cannot be cleared alone, because its events would be lost. " +
            "Reset the service with './pathway reset' instead.");

    private static IGrainState<UserState> Require<T>(string stateName, GrainId grainId, IGrainState<T> grainState) =>
        grainState is IGrainState<UserState> state && stateName == UserGrainRows.StateName
            ? state
            : throw new NotSupportedException(
                $"Grain {grainId} stores a {typeof(T)} as '{stateName}', but this storage only stores a {typeof(UserState)} as " +
                $"'{UserGrainRows.StateName}'. Use another storage provider for that grain.");
}
