using PathwayOrleans.Aggregation;

namespace PathwayOrleans.Standalone;

/// <summary>
/// The partitions' checkpoints at one moment, until every user who was dirty at that moment and every dead letter has been
/// written. A commit is bounded, so this may take several commits; the last of them writes the checkpoints.
/// </summary>
internal sealed class PendingCheckpoints(PartitionTable partitions)
{
    private readonly List<(TrackedPartition Partition, Checkpoint Checkpoint)> _checkpoints = [];
    private int _unwrittenUsers;
    private int _unwrittenLetters;

    /// <summary>Whether checkpoints were captured and are not written yet.</summary>
    internal bool IsCaptured { get; private set; }

    /// <summary>The approximate number of events that the checkpoints make durable.</summary>
    internal long Events { get; private set; }

    /// <summary>Captures the checkpoints of this moment, in place of earlier ones.</summary>
    /// <param name="dirtyUsers">The users who must be written first.</param>
    /// <param name="letters">The dead letters that must be written first.</param>
    /// <param name="events">The events that were read and applied and are not durable.</param>
    internal void Capture(int dirtyUsers, int letters, long events)
    {
        Discard();
        IsCaptured = true;
        _unwrittenUsers = dirtyUsers;
        _unwrittenLetters = letters;
        Events = events;
        foreach (TrackedPartition partition in partitions.All)
        {
            if (partition.CheckpointToWrite is { } checkpoint)
            {
                _checkpoints.Add((partition, checkpoint));
            }
        }
    }

    /// <summary>Records that users were added to the next commit, in the order in which they became dirty.</summary>
    internal void CountAddedUsers(int users) => _unwrittenUsers -= users;

    /// <summary>Records that dead letters were added to the next commit, the oldest first.</summary>
    internal void CountAddedLetters(int letters) => _unwrittenLetters -= letters;

    /// <summary>Adds the checkpoints to a commit, if it writes the last of the users and dead letters.</summary>
    internal void AddTo(RunningCommit commit)
    {
        if (_unwrittenUsers > 0 || _unwrittenLetters > 0)
        {
            return;
        }

        foreach ((TrackedPartition partition, Checkpoint checkpoint) in _checkpoints)
        {
            commit.Add(partition, checkpoint);
        }

        commit.Events = Events;
        Discard();
    }

    /// <summary>Discards the checkpoints, because a user who was dirty is not written.</summary>
    internal void Discard()
    {
        IsCaptured = false;
        Events = 0;
        _checkpoints.Clear();
    }
}
