using PathwayOrleans.Storage.Connections;

namespace PathwayOrleans.Storage.Reading;

/// <summary>Loads users' states by user id; combines the requests of callers that each load one.</summary>
public sealed class GroupLoad(UserStateReader states, DatabaseRetry retry)
    : GroupRead<string, LoadedUser>("loading users", states.LoadAsync, retry);
