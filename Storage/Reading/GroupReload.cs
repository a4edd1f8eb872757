using PathwayOrleans.Aggregation.Windows;
using PathwayOrleans.Storage.Connections;

namespace PathwayOrleans.Storage.Reading;

/// <summary>
/// Loads windows that were evicted from users' states; combines the requests of callers that each load one user's.
/// </summary>
public sealed class GroupReload(WindowReloadReader reloads, DatabaseRetry retry)
    : GroupRead<(string UserId, WindowReload Reload), IReadOnlyList<WindowAggregate>>(
        "reloading windows", reloads.ReadAsync, retry);
