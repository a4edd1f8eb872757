using PathwayOrleans.Storage.Connections;

namespace PathwayOrleans.Storage.Reading;

/// <summary>Loads the states of users, by user id, for callers that each want one.</summary>
public sealed class GroupLoad(StateReader states, DatabaseRetry retry) : GroupRead<string, StoredUser>("loading users", states.LoadUsersAsync, retry);
