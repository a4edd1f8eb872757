using Orleans.Storage;
using PathwayOrleans.Aggregation.State;
using PathwayOrleans.Aggregation.Windows;
using PathwayOrleans.Storage.Connections;

namespace PathwayOrleans.Silo.Persistence;

/// <summary>
/// Has a storage provider work for a few grains at a time, so that its callers do not use up the connection pool
/// that membership shares, and try for as long as the database is away.
/// </summary>
internal sealed class ThrottledGrainStorage(IGrainStorage inner, int maxAtATime, WindowSet windows, DatabaseRetry retry) : IGrainStorage, IDisposable
{
    private readonly SemaphoreSlim _turns = new(maxAtATime);

    public Task ReadStateAsync<T>(string stateName, GrainId grainId, IGrainState<T> grainState) =>
        RunAsync("reading a grain's state", () => inner.ReadStateAsync(stateName, grainId, grainState));

    // Tried again after it did happen, a write finds a version of its own making; its grain then drops its copy and
    // reads the row, and the fence keeps the events from counting twice.
    public Task WriteStateAsync<T>(string stateName, GrainId grainId, IGrainState<T> grainState) =>
        RunAsync("writing a grain's state", async () =>
        {
            // The database writes the windows' rows from the payload. Taken anew for each try: events may have come since the last.
            UserState? user = (grainState as IGrainState<UserState>)?.State;
            user?.BeginWrite(windows);
            await inner.WriteStateAsync(stateName, grainId, grainState);
            user?.EndWrite();
        });

    public Task ClearStateAsync<T>(string stateName, GrainId grainId, IGrainState<T> grainState) =>
        RunAsync("clearing a grain's state", () => inner.ClearStateAsync(stateName, grainId, grainState));

    public void Dispose() => _turns.Dispose();

    private async Task RunAsync(string operation, Func<Task> work)
    {
        await _turns.WaitAsync();
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
            _turns.Release();
        }
    }
}
