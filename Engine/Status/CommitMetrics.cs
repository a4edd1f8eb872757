using PathwayOrleans.Storage.Commit;

namespace PathwayOrleans.Engine.Status;

/// <summary>Adds commits to the metrics.</summary>
internal static class CommitMetrics
{
    /// <summary>Records a commit that succeeded.</summary>
    public static void Record(this PathwayMetrics metrics, CommitBatch batch, CommitOutcome outcome)
    {
        ArgumentNullException.ThrowIfNull(metrics);
        ArgumentNullException.ThrowIfNull(batch);
        ArgumentNullException.ThrowIfNull(outcome);
        metrics.CommitFinished(batch.Users.Count, outcome.Duration);
        metrics.FutureEvents(batch.DeadLetters.Count(letter => letter.Reason == DeadLetter.Future));
        int rows = 0;
        int late = 0;
        int evicted = 0;
        foreach (UserWrite user in batch.Users)
        {
            rows += user.Rows;
            late += user.Changes?.Late.Count ?? 0;
            evicted += user.Changes?.Evicted ?? 0;
        }

        metrics.WindowsWritten(rows, late, evicted);
    }
}
