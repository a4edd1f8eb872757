using PathwayOrleans.Storage.Connections;
using PathwayOrleans.Storage.Reading;

namespace PathwayOrleans.Storage.Commit;

/// <summary>After a rejected commit: which of its rows are no longer at the version that the write named.</summary>
internal static class ConflictFinder
{
    /// <summary>Indexes of the users whose row moved on, rising.</summary>
    internal static async Task<IReadOnlyList<int>> FindAsync(
        DatabaseSession session, string serviceId, List<UserWrite> users, CancellationToken cancellationToken)
    {
        string[] ids = users.Select(user => user.UserId).ToArray();
        StoredUser[] stored = await session.UseAsync(
            (connection, token) => UserRowQuery.RunAsync(connection, serviceId, ids, token), cancellationToken);
        return Enumerable.Range(0, stored.Length).Where(i => stored[i].Version != users[i].Version).ToArray();
    }
}
