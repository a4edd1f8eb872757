using Microsoft.Extensions.Logging;
using PathwayOrleans.Aggregation;
using PathwayOrleans.Engine;
using PathwayOrleans.Engine.Counting;
using PathwayOrleans.Engine.Partitions;
using PathwayOrleans.Engine.Status;
using PathwayOrleans.Sources;
using PathwayOrleans.Storage.Commit;

namespace PathwayOrleans.Standalone;

/// <summary>
/// Applies records to the states of their users. An event whose user is not in memory is given to the loader; a changed state
/// and a dead letter to the commits. When a state cannot be used any more, because an event failed or another process wrote its
/// row, it is dropped, and the partitions whose events it holds are rewound to their durable positions.
/// It belongs to a <see cref="StandaloneEngine"/> and must be called on that engine's thread only.
/// </summary>
internal sealed class EventProcessor(
    EngineDependencies dependencies, UserCache users, UserLoader loader, CommitCoordinator commits, PartitionLifecycle lifecycle)
{
    private readonly PartitionTable _partitions = dependencies.Partitions;
    private readonly RecordCounter _counter = dependencies.Counter;
    private readonly IRecordApplier _applier = dependencies.Applier;
    private readonly FailedEvents _failed = dependencies.Failed;
    private readonly EngineCounters _counters = dependencies.Counters;
    private readonly PathwayMetrics _metrics = dependencies.Metrics;
    private readonly ILogger _logger = dependencies.Logger;
    private int _applied;
    private int _skipped;

    /// <summary>
    /// Takes the next record of its partition. Its event is applied, or is pending until its user is loaded; a record that is
    /// not an event becomes a dead letter. A record of a partition that is not positioned is dropped: it is read again.
    /// </summary>
    internal void Handle(in SourceRecord record)
    {
        if (!_partitions.TryGet(record.Partition, out TrackedPartition? partition) || !partition.IsPositioned)
        {
            return;
        }

        if (partition.TryHold(record))
        {
            return;
        }

        WatermarkTracker before = partition.Watermark;
        switch (partition.Take(record, _counter, out DeadLetter letter))
        {
            case RecordKind.Event:
                commits.CountEvent();
                var counted = new CountedRecord(
                    partition.Identity, record.Position, before.Watermark, record.Event, record.Content);
                Apply(users.Use(_counter.KeyOf(record)), new PendingEvent(partition, counted));
                break;
            case RecordKind.DeadLetter:
                commits.CountEvent();
                commits.Add(letter);
                break;
            case RecordKind.NotCounted:
                commits.CountEvent();
                break;
            default:
                // The next commit writes the position after it.
                break;
        }
    }

    /// <summary>A step of a partition's watermark was written or refused; the records that were held follow.</summary>
    internal void OnStepped(TrackedPartition partition, Checkpoint step, bool isDurable)
    {
        IReadOnlyList<SourceRecord> held = partition.EndStep(step, isDurable);
        if (!_partitions.Has(partition))
        {
            return;
        }

        if (!isDurable)
        {
            lifecycle.Rewind(partition, "another process has moved its position");
            return;
        }

        foreach (SourceRecord record in held)
        {
            Handle(record);
        }
    }

    /// <summary>Applies the pending events of a user who was loaded.</summary>
    internal void OnLoaded(UserEntry entry, List<PendingEvent> pending)
    {
        users.Measure(entry);
        foreach (PendingEvent waiting in pending)
        {
            // An earlier event in this list may have failed, so that the user was dropped. An event of a partition that is
            // being rewound is delivered again; if it were applied here, the fence would move past the failed event.
            if (entry.IsDropped)
            {
                lifecycle.Rewind(waiting.Partition, "a user's state was dropped");
            }
            else if (waiting.Partition.IsPositioned)
            {
                Apply(entry, waiting);
            }
        }
    }

    /// <summary>Stops the partitions that have events of a user whose state cannot be read.</summary>
    internal void OnDamaged(UserEntry entry, string damage, IReadOnlyList<TrackedPartition> partitions)
    {
        users.Drop(entry);
        foreach (TrackedPartition partition in partitions)
        {
            lifecycle.Stop(partition, DamagedUsers.Describe(partition.Identity, entry.Id, damage));
        }
    }

    /// <summary>Drops the users whose rows another process has written; a commit with them was rejected.</summary>
    internal void OnRejected(IReadOnlyList<UserEntry> rejected) => Invalidate(rejected, "users were written by another process");

    /// <summary>Adds the events that were applied and skipped since the last call to the counters of the process.</summary>
    internal void PublishCounts()
    {
        _counters.Add(_applied, _skipped);
        (_applied, _skipped) = (0, 0);
    }

    private void Apply(UserEntry entry, in PendingEvent next)
    {
        if (!entry.IsReady)
        {
            loader.AddPending(entry, next);
            return;
        }

        if (_failed.IsExhausted(next.Partition.Identity, next.Position))
        {
            Reject(entry, next, RecordCounter.FailureOf(next.Record));
            return;
        }

        KeyedState state = entry.State!;
        int windowRows = state.PendingRows;
        CountOutcome outcome;
        DeadLetter letter;
        try
        {
            outcome = _applier.Apply(state, next.Record, out letter);
        }
        catch (Exception e)
        {
            OnApplyFailed(entry, next, e);
            return;
        }

        switch (outcome)
        {
            case CountOutcome.Applied:
                _applied++;
                users.Measure(entry);
                commits.MarkDirty(entry);
                commits.CountWindowRows(state.PendingRows - windowRows);
                _failed.Remove(next.Partition.Identity, next.Position);
                break;
            case CountOutcome.Skipped:
                _skipped++;
                next.Partition.Reads.Skip(next.Position);
                break;
            case CountOutcome.NotCounted:
                break;
            case CountOutcome.Rejected:
                Reject(entry, next, letter);
                break;
            default:
                entry.Reloads = state.ReloadsFor(next.Record);
                _metrics.WindowsReloaded();
                loader.AddPending(entry, next);
                break;
        }
    }

    // The event becomes a dead letter, and the fence moves past it with the same commit.
    private void Reject(UserEntry entry, in PendingEvent next, in DeadLetter letter)
    {
        if (entry.State!.Skip(next.Partition.Identity, next.Position))
        {
            commits.Add(letter);
            commits.MarkDirty(entry);
            next.Partition.Reads.Reject(next.Position, letter.Reason);
        }
        else
        {
            _skipped++;
            next.Partition.Reads.Skip(next.Position);
        }
    }

    // The state may be half-changed: it is dropped, and every partition whose events it holds is read again.
    private void OnApplyFailed(UserEntry entry, in PendingEvent failed, Exception e)
    {
        SourcePartition partition = failed.Partition.Identity;
        int attempt = _failed.Count(partition, failed.Position);
        _logger.EventFailed(
            e, partition.ToString(), failed.Position.ToString(), entry.Id, attempt, FailedEvents.MaxAttempts);
        Invalidate([entry], "an event could not be applied");
        lifecycle.Rewind(failed.Partition, "an event could not be applied");
    }

    // Drops the states of users. Their events since the last durable position are read again.
    private void Invalidate(IReadOnlyList<UserEntry> invalid, string reason)
    {
        foreach (UserEntry user in invalid)
        {
            users.Drop(user);
        }

        commits.DiscardCheckpoints();
        foreach (TrackedPartition partition in _partitions.All.ToArray())
        {
            if (invalid.Any(user => user.State!.HasSeen(partition.Identity) || UserLoader.HasPending(user, partition)))
            {
                lifecycle.Rewind(partition, reason);
            }
        }
    }
}
