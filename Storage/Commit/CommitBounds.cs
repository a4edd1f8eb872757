namespace PathwayOrleans.Storage.Commit;

/// <summary>The bounds of one commit, so that its statement has a bounded size and duration. Thread-safe.</summary>
/// <param name="maxUsers">The maximum number of user rows at first.</param>
/// <param name="maxWindowRows">
/// The number of window rows from which on no further user is added. The rows of one user stay together, so the bound is
/// approximate.
/// </param>
public sealed class CommitBounds(int maxUsers, int maxWindowRows)
{
    private int _maxUsers = maxUsers;

    /// <summary>The maximum number of user rows.</summary>
    public int MaxUsers => Volatile.Read(ref _maxUsers);

    /// <summary>The number of window rows from which on no further user is added.</summary>
    public int MaxWindowRows => maxWindowRows;

    /// <summary>A commit took longer than the server allows: from now on commits have at most half as many users.</summary>
    /// <param name="users">The number of its users.</param>
    public void Halve(int users) => Volatile.Write(ref _maxUsers, Math.Max(1, Math.Min(MaxUsers, users) / 2));
}
