using System.Globalization;
using Orleans.Storage;
using PathwayOrleans.Aggregation.State;
using PathwayOrleans.Engine.Counting;
using PathwayOrleans.Grains.Users;
using PathwayOrleans.Storage.Commit;
using PathwayOrleans.Storage.GrainRows;

namespace PathwayOrleans.Silo;

/// <summary>
/// Stores users' states in the same rows as Orleans' ADO.NET provider, but writes and reads the states of many grains with one
/// statement. Waits for as long as the database is unavailable.
/// </summary>
internal sealed class GroupCommitGrainStorage(GroupCommit commits, GroupLoad loads, FinishedInputs finished) : IGrainStorage
{
    public async Task ReadStateAsync<T>(string stateName, GrainId grainId, IGrainState<T> grainState)
    {
        IGrainState<UserGrainState> state = Require(stateName, grainId, grainState);
        LoadedState loaded = await loads.AskAsync(UserGrainKey.ToUserId(grainId.Key.ToString()!));

        // An activation that fails does not tell its callers why; the grain reports an unreadable state with each call.
        state.State = new UserGrainState { Counted = loaded.State };
        state.RecordExists = loaded.IsStored;
        state.ETag = loaded.Version == 0 ? null : loaded.Version.ToString(CultureInfo.InvariantCulture);
    }

    public async Task WriteStateAsync<T>(string stateName, GrainId grainId, IGrainState<T> grainState)
    {
        IGrainState<UserGrainState> grain = Require(stateName, grainId, grainState);
        KeyedState state = grain.State?.Counted
            ?? throw new InvalidOperationException($"The state of grain {grainId} is stale and is not written.");
        int version = grain.ETag is null ? 0 : int.Parse(grain.ETag, NumberStyles.None, CultureInfo.InvariantCulture);
        try
        {
            version = await commits.WriteAsync(
                state.Take(UserGrainKey.ToUserId(grainId.Key.ToString()!), version, finished));
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

    private static IGrainState<UserGrainState> Require<T>(string stateName, GrainId grainId, IGrainState<T> grainState) =>
        grainState is IGrainState<UserGrainState> state && stateName == UserGrainRows.StateName
            ? state
            : throw new NotSupportedException(
                $"Grain {grainId} stores a {typeof(T)} as '{stateName}', but this storage only stores a " +
                $"{typeof(UserGrainState)} as '{UserGrainRows.StateName}'. Use another storage provider for that grain.");
}
