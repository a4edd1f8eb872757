using Orleans.Storage;
using PathwayOrleans.Aggregation.State;
using PathwayOrleans.Aggregation.Windows;
using PathwayOrleans.Engine.Status;
using PathwayOrleans.Storage.Connections;
using PathwayOrleans.Storage.Reading;

namespace PathwayOrleans.Silo;

/// <summary>
/// Limits the concurrent operations of a storage provider, so that they do not exhaust the connection pool that membership
/// shares. Retries for as long as the database is unavailable.
/// </summary>
internal sealed class ThrottledGrainStorage(
    IGrainStorage inner,
    int maxConcurrent,
    WindowSet windows,
    UserStateReader states,
    FinishedInputs finished,
    DatabaseRetry retry,
    EngineCounters counters)
    : IGrainStorage, IDisposable
{
    private readonly SemaphoreSlim _slots = new(maxConcurrent);

    public Task ReadStateAsync<T>(string stateName, GrainId grainId, IGrainState<T> grainState) =>
        RunAsync("reading a grain's state", async () =>
        {
            await inner.ReadStateAsync(stateName, grainId, grainState);
            if (grainState is IGrainState<UserState> { State: { } user })
            {
                await states.LearnAsync([user], CancellationToken.None);
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
                // The changes are taken again for each attempt, as events may have been applied since the last one.
                Task Write() => inner.WriteStateAsync(stateName, grainId, grainState);
                return grainState is IGrainState<UserState> { State: { } user }
                    ? PayloadChanges.WriteAsync(user, windows, finished, Write)
                    : Write();
            });
        }
        catch (InconsistentStateException)
        {
            // Here each write of a row is a separate commit.
            counters.AddConflict();
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
}
