namespace PathwayOrleans.Storage.Commit;

/// <summary>The bounds of one commit, so that its statement has a bounded size.</summary>
/// <param name="MaxUsers">The maximum number of user rows.</param>
/// <param name="MaxWindowRows">
/// The number of window rows from which on no further user is added. The rows of one user stay together, so the bound is
/// approximate.
/// </param>
public sealed record CommitBounds(int MaxUsers, int MaxWindowRows);
