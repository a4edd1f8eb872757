using PathwayOrleans.Storage.Commit;

namespace PathwayOrleans.Engine.Status;

/// <summary>The problems because of which a process does not count, as far as it knows them without asking others.</summary>
internal static class EngineProblems
{
    // A commit that is attempted again after a short interruption is not a problem.
    private static readonly TimeSpan CommitPatience = TimeSpan.FromSeconds(5);

    /// <summary>Finds them: no partition makes progress, or commits fail.</summary>
    /// <param name="partitions">The partitions that the process reads.</param>
    /// <param name="failure">Why the commit that runs has not succeeded.</param>
    /// <param name="now">The current time.</param>
    /// <returns>One line for each problem; empty if there is none.</returns>
    internal static IEnumerable<string> Find(
        IReadOnlyList<PartitionStatus> partitions, CommitFailure? failure, DateTimeOffset now)
    {
        // While other partitions are counted the process must stay ready, because a restart would not help.
        if (partitions.Count > 0 && partitions.All(partition => partition.Error is not null))
        {
            yield return $"no partition makes progress: {partitions[0].Error}" +
                (partitions.Count > 1 ? $" (and {partitions.Count - 1} more)" : "");
        }

        if (failure is not null && now - failure.Since >= CommitPatience)
        {
            yield return $"commits have failed for {(now - failure.Since).TotalSeconds:0} s: {failure.Error}";
        }
    }
}
