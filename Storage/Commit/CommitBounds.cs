namespace PathwayOrleans.Storage.Commit;

/// <summary>
/// The bounds of one commit, so that its statement has a bounded size and duration. The rows of one user stay together, so the
/// bounds of window rows and bytes are approximate: no further user is added from there on. Thread-safe.
/// </summary>
/// <param name="maxUsers">The maximum number of user rows at first.</param>
/// <param name="maxWindowRows">The approximate maximum number of window rows.</param>
/// <param name="maxBytes">The approximate maximum size at first (<see cref="CommitSize"/>).</param>
public sealed class CommitBounds(int maxUsers, int maxWindowRows, long maxBytes = CommitBounds.DefaultMaxBytes)
{
    /// <summary>The size of a commit if nothing else is configured: 32 MiB.</summary>
    public const int DefaultMaxBytes = 32 * 1024 * 1024;

    private int _maxUsers = maxUsers;
    private long _maxBytes = maxBytes;

    /// <summary>The maximum number of user rows.</summary>
    public int MaxUsers => Volatile.Read(ref _maxUsers);

    /// <summary>The number of window rows from which on no further user is added.</summary>
    public int MaxWindowRows => maxWindowRows;

    /// <summary>The size in bytes from which on no further row is added.</summary>
    public long MaxBytes => Volatile.Read(ref _maxBytes);

    /// <summary>A commit was too large for the server: from now on commits are at most half as large.</summary>
    /// <param name="batch">The commit.</param>
    public void Halve(CommitBatch batch)
    {
        ArgumentNullException.ThrowIfNull(batch);
        Volatile.Write(ref _maxUsers, Math.Max(1, Math.Min(MaxUsers, batch.Users.Count) / 2));
        Volatile.Write(ref _maxBytes, Math.Max(1, Math.Min(MaxBytes, CommitSize.Of(batch)) / 2));
    }
}
