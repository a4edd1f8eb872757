using System.Globalization;

namespace PathwayOrleans.Storage.Commit;

/// <summary>
/// A user's row is not at the version that a write expected, because another process wrote it; or the write has events of an
/// input that another process has finished. The writer's copy of the state is stale.
/// </summary>
public sealed class VersionConflictException : Exception
{
    internal VersionConflictException(UserWrite write)
        : base(string.Create(
            CultureInfo.InvariantCulture,
            $"The row of user '{write.UserId}' is no longer at version {write.Version}, or has events of an input that is " +
            $"finished: another process wrote it. Load the row again."))
    {
    }
}
