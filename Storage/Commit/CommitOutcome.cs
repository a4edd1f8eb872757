namespace PathwayOrleans.Storage.Commit;

/// <summary>How a commit ended: as a whole or not at all.</summary>
/// <param name="RejectedUsers">
/// Indexes into <see cref="CommitBatch.Users"/> of the rows that moved on since they were read. Where there is
/// one, nothing of the batch was written.
/// </param>
/// <param name="Duration">From the first attempt to the verdict.</param>
public sealed record CommitOutcome(IReadOnlyList<int> RejectedUsers, TimeSpan Duration)
{
    /// <summary>True where everything was written.</summary>
    public bool Committed => RejectedUsers.Count == 0;
}
