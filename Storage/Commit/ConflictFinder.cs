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
            (connection, token) => UserRowQuery.RunAsync(connection, serviceId, ids, maxBytes: 0, token), cancellationToken);
        return Enumerable.Range(0, stored.Length).Where(i => stored[i].Version != users[i].Version).ToArray();
    }

    /// <summary>Indexes of the users with events of an input that is finished, in ascending order.</summary>
    internal static async Task<IReadOnlyList<int>> FindFinishedAsync(
        DatabaseSession session, List<UserWrite> users, CancellationToken cancellationToken)
    {
        long[] inputs = [.. users.SelectMany(user => user.EndingInputs ?? []).Distinct()];
        HashSet<long> finished = await session.UseAsync(
            (connection, token) => FinishedInputsQuery.RunAsync(connection, inputs, token), cancellationToken);
        return Enumerable.Range(0, users.Count).Where(i => users[i].EndingInputs?.Any(finished.Contains) == true).ToArray();
    }
}
