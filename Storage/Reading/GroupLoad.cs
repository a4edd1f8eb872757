using PathwayOrleans.Storage.Connections;

namespace PathwayOrleans.Storage.Reading;

/// <summary>Loads users' states by user id; combines the requests of callers that each load one.</summary>
public sealed class GroupLoad(StateReader states, DatabaseRetry retry)
    : GroupRead<string, StoredUser>("loading users", states.LoadUsersAsync, retry);
