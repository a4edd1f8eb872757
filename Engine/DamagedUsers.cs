using PathwayOrleans.Aggregation;

namespace PathwayOrleans.Engine;

/// <summary>Describes users whose stored state cannot be read. A partition with an event of such a user is stopped.</summary>
internal static class DamagedUsers
{
    /// <summary>The error of a partition, with user, row and remedy.</summary>
    internal static string Describe(SourcePartition partition, string userId, string damage) =>
        $"{partition}: the state of user '{userId}' in orleansstorage cannot be read: {damage} Run a build that can read it, " +
        $"restore the row, or set it aside with `./pathway reset --user '{userId}'`, then start again.";
}
