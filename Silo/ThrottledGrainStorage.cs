using Npgsql;
using Orleans.Storage;
using PathwayOrleans.Aggregation.State;
using PathwayOrleans.Engine.Counting;
using PathwayOrleans.Engine.Status;
using PathwayOrleans.Grains.Users;
using PathwayOrleans.Storage.Commit;
using PathwayOrleans.Storage.Connections;
using PathwayOrleans.Storage.GrainRows;

namespace PathwayOrleans.Silo;

/// <summary>
/// Limits the concurrent operations of a storage provider, so that they do not exhaust the connection pool that membership
/// shares. Retries for as long as the database is unavailable.
/// </summary>
internal sealed class ThrottledGrainStorage(
    IGrainStorage inner,
    string serviceId,
    int maxConcurrent,
    RecordCounters counting,
    FinishedInputs finished,
    DatabaseRetry retry,
    GroupCommit commits,
    EngineCounters counters)
    : IGrainStorage, IDisposable
{
    private readonly SemaphoreSlim _slots = new(maxConcurrent);

    public Task ReadStateAsync<T>(string stateName, GrainId grainId, IGrainState<T> grainState) =>
        RunAsync("reading a grain's state", async () =>
        {
            await inner.ReadStateAsync(stateName, grainId, grainState);
            if (grainState is IGrainState<UserGrainState> user)
            {
                KeyedState counted = await counting.Shared.DecodeAsync(
                    UserGrainKey.ToUserId(grainId.Key.ToString()!), user.State?.Payload, CancellationToken.None);
                user.State = new UserGrainState { Counted = counted };
            }
        });

    // If a write succeeded but its response was lost, the retry conflicts with the version that the write made. The grain then
    // drops its state and reads the row, and the fence prevents the events from being counted twice.
    public async Task WriteStateAsync<T>(string stateName, GrainId grainId, IGrainState<T> grainState)
    {
        try
        {
            await RunAsync("writing a grain's state", () =>
            {
                Task Write() => inner.WriteStateAsync(stateName, grainId, grainState);
                return grainState is IGrainState<UserGrainState> user ? WriteAsync(grainId, user.State, Write) : Write();
            });
        }
        catch (InconsistentStateException)
        {
            // Here each write of a row is a separate commit.
            counters.AddConflict();
            throw;
        }
        catch (PostgresException e) when (e.SqlState == PipelineReplacedException.SqlState)
        {
            commits.Failed?.Invoke(new PipelineReplacedException(serviceId, e));
            throw;
        }
    }

    public Task ClearStateAsync<T>(string stateName, GrainId grainId, IGrainState<T> grainState) =>
        RunAsync("clearing a grain's state", () => inner.ClearStateAsync(stateName, grainId, grainState));

    public void Dispose() => _slots.Dispose();

    private async Task RunAsync(string operation, Func<Task> work)
    {
        await _slots.WaitAsync();
        try
        {
            await retry.RunAsync(
                operation,
                async _ =>
                {
                    await work();
                    return true;
                },
                CancellationToken.None);
        }
        finally
        {
            _slots.Release();
        }
    }

    // The changes are taken again for each attempt, as events may have been applied since the last one.
    private async Task WriteAsync(GrainId grainId, UserGrainState? user, Func<Task> write)
    {
        KeyedState state = user?.Counted
            ?? throw new InvalidOperationException($"The state of grain {grainId} is stale and is not written.");
        UserWrite changes = state.Take(
            UserGrainKey.ToUserId(grainId.Key.ToString()!), version: 0, finished, isSelfContained: true);
        user.Payload = changes.Payload;
        try
        {
            await write();
        }
        catch
        {
            state.Restore(changes);
            throw;
        }
        finally
        {
            user.Payload = null;
        }
    }
}
