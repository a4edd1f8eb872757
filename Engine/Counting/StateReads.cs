using PathwayOrleans.Storage.Connections;
using PathwayOrleans.Storage.Reading;

namespace PathwayOrleans.Engine.Counting;

/// <summary>Loads states by key; combines the requests of callers that each load one.</summary>
internal sealed class GroupLoad(RecordCounters counters, DatabaseRetry retry)
    : GroupRead<string, LoadedState>(
        "loading users", (keys, token) => counters.Shared.LoadAsync(keys, token), retry);

/// <summary>
/// Loads windows that were evicted from states; combines the requests of callers that each load those of one key. The answer
/// restores the windows; call it on the thread of the state.
/// </summary>
internal sealed class GroupReload(RecordCounters counters, DatabaseRetry retry)
    : GroupRead<StateReload, Action>(
        "reloading windows", (requests, token) => counters.Shared.ReloadAsync(requests, token), retry);
