using PathwayOrleans.Engine.Configuration;

namespace PathwayOrleans.Standalone;

/// <summary>Whether the engine is at one of its bounds, so that nothing more is to be read.</summary>
internal sealed class EngineBounds(
    EngineOptions options, UserCache users, UserLoader loader, CommitCoordinator commits, PartitionTable partitions)
{
    // Each pending event is kept until its user's state is loaded.
    private const int MaxPendingEvents = 500_000;

    // Records wait for the step of an idle partition only as long as a commit takes.
    private const int MaxHeldRecords = 1_000;

    internal bool IsFull =>
        commits.DirtyUsers >= options.MaxUsersPerCommit
        || loader.QueuedUsers >= options.MaxUsersPerCommit
        || commits.EventsWaiting + commits.EventsInCommit >= options.MaxEventsInFlight
        || commits.WindowRows >= options.MaxWindowRowsPerCommit
        || commits.DeadLetterBytes >= options.MaxDeadLetterBytes
        || (commits.HasSteps && HoldsTooMuch)
        || loader.PendingEvents >= MaxPendingEvents
        || loader.PendingBytes >= options.MaxBytesInFlight
        || users.IsOverfull;

    /// <summary>
    /// Whether a commit is large enough to be started although more can be read immediately. A commit writes each user once,
    /// however many events it covers.
    /// </summary>
    internal bool IsCommitDue =>
        commits.EventsWaiting >= options.MaxEventsInFlight / 3
        || commits.DirtyUsers >= options.MaxUsersPerCommit / 2
        || commits.DirtyBytes >= options.MaxCommitBytes / 2
        || commits.WindowRows >= options.MaxWindowRowsPerCommit
        || commits.DeadLetterBytes >= options.MaxDeadLetterBytes
        || users.IsOverfull;

    /// <summary>
    /// How many users may be loaded now. They, and the events that wait for them, are expected to take as much memory as the
    /// other users. Above the bound of memory, users are loaded only when no commit can free memory.
    /// </summary>
    internal int LoadableUsers => users.IsOverfull && (commits.IsRunning || commits.HasWork)
        ? 0
        : (int)Math.Clamp(options.MaxCommitBytes / users.AverageBytes, 1, options.MaxUsersPerCommit);

    private bool HoldsTooMuch =>
        partitions.All.Any(partition => partition.HeldRecords >= MaxHeldRecords)
        || partitions.All.Sum(partition => partition.HeldBytes) >= options.MaxDeadLetterBytes;
}
