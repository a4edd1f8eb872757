using System.Globalization;

namespace PathwayOrleans.Storage.Commit;

/// <summary>A user's row is no longer at the version that a write names: somebody else wrote it. The writer's copy is void.</summary>
public sealed class VersionConflictException : Exception
{
    internal VersionConflictException(UserWrite write)
        : base(string.Create(CultureInfo.InvariantCulture, $"The row of user '{write.UserId}' is no longer at version {write.Version}: somebody else wrote it."))
    {
    }
}
