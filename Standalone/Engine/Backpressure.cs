using PathwayOrleans.Monitoring.Status;

namespace PathwayOrleans.Standalone.Engine;

/// <summary>
/// Holds reading back at the engine's bounds: for a moment by not reading, then by pausing the partitions at the
/// broker until the database has caught up.
/// </summary>
internal sealed class Backpressure(EngineParts parts, UserCache users, UserLoader loader, CommitCoordinator commits)
{
    // Each is kept until its user's state has come.
    private const int MaxParkedEvents = 500_000;

    private static readonly TimeSpan PausedPoll = TimeSpan.FromMilliseconds(50);

    private long? _heldSince;
    private bool _isPaused;

    private bool IsFull =>
        commits.DirtyUsers >= parts.Options.MaxUsersPerCommit
        || loader.QueuedUsers >= parts.Options.MaxUsersPerCommit
        || commits.EventsWaiting + commits.EventsInCommit >= parts.Options.MaxEventsInFlight
        || commits.WindowRows >= parts.Options.MaxWindowRowsPerCommit
        || commits.DeadLetterBytes >= parts.Options.MaxDeadLetterBytes
        || loader.ParkedEvents >= MaxParkedEvents
        || users.IsOverfull;

    /// <summary>At a bound, waits a little for something to finish; true where nothing is to be read now.</summary>
    internal bool Hold()
    {
        if (!IsFull)
        {
            Resume();
            _heldSince = null;
            return false;
        }

        _heldSince ??= parts.Time.GetTimestamp();
        if (!_isPaused && parts.Time.GetElapsedTime(_heldSince.Value) < parts.Options.PauseAfter)
        {
            parts.Mailbox.WaitAndDrain(PausedPoll);
            users.Trim();
            return true;
        }

        Pause();

        // Keeps this process in its group and serves rebalances. Paused partitions deliver nothing, so nothing is
        // read here that would have to be kept.
        parts.Mailbox.WaitAndDrain(PausedPoll);
        users.Trim();
        return false;
    }

    /// <summary>Ends the pause of one partition that is about to be positioned anew.</summary>
    internal void Release(TrackedPartition partition)
    {
        if (partition.State == PartitionState.Paused)
        {
            parts.Reader.Resume([partition.Number]);
            partition.State = PartitionState.Reading;
        }
    }

    private void Pause()
    {
        int[] reading = parts.Partitions.All.Where(p => p.State == PartitionState.Reading).Select(p => p.Number).ToArray();
        if (reading.Length > 0)
        {
            parts.Reader.Pause(reading);
            SetState(PartitionState.Reading, PartitionState.Paused);
        }

        if (!_isPaused)
        {
            _isPaused = true;
            parts.Counters.Paused();
            parts.Logger.ReadingPaused();
        }
    }

    private void Resume()
    {
        if (!_isPaused)
        {
            return;
        }

        _isPaused = false;
        int[] paused = parts.Partitions.All.Where(p => p.State == PartitionState.Paused).Select(p => p.Number).ToArray();
        if (paused.Length > 0)
        {
            parts.Reader.Resume(paused);
            SetState(PartitionState.Paused, PartitionState.Reading);
        }

        parts.Logger.ReadingResumed();
    }

    private void SetState(PartitionState from, PartitionState to)
    {
        foreach (TrackedPartition partition in parts.Partitions.All)
        {
            if (partition.State == from)
            {
                partition.State = to;
            }
        }
    }
}
