using PathwayOrleans.Storage.Connections;
using PathwayOrleans.Storage.Reading;

namespace PathwayOrleans.Storage.Commit;

/// <summary>Finds the rows of a rejected commit whose version differs from the one that the write expected.</summary>
internal static class ConflictFinder
{
    /// <summary>Indexes of the users whose row has another version, in ascending order.</summary>
    internal static async Task<IReadOnlyList<int>> FindAsync(
        DatabaseSession session, string serviceId, List<UserWrite> users, CancellationToken cancellationToken)
    {
        string[] ids = users.Select(user => user.UserId).ToArray();
        StoredUser[] stored = await session.UseAsync(
            (connection, token) => UserRowQuery.RunAsync(connection, serviceId, ids, token), cancellationToken);
        return Enumerable.Range(0, stored.Length).Where(i => stored[i].Version != users[i].Version).ToArray();
    }
}
