namespace PathwayOrleans.Storage.Commit;

/// <summary>The outcome of a commit, which writes its whole batch or nothing.</summary>
/// <param name="RejectedUsers">
/// Indexes into <see cref="CommitBatch.Users"/> of the rows whose version has changed since they were read, or that have events
/// of an input that is finished. If there is one, nothing of the batch was written.
/// </param>
/// <param name="Duration">The time from the first attempt to the outcome.</param>
/// <param name="IsTooLarge">
/// Whether nothing was written because the batch exceeds a limit of the server, such as <c>statement_timeout</c>, its memory or
/// the size of a statement. Smaller batches may succeed.
/// </param>
public sealed record CommitOutcome(IReadOnlyList<int> RejectedUsers, TimeSpan Duration, bool IsTooLarge = false)
{
    /// <summary>
    /// Indexes into <see cref="CommitBatch.Steps"/> of those that were refused, or of which it is not known. Everything else of
    /// the batch was written.
    /// </summary>
    public IReadOnlyList<int> RefusedSteps { get; init; } = [];

    /// <summary>Whether the batch was written.</summary>
    public bool Committed => RejectedUsers.Count == 0 && !IsTooLarge;
}
