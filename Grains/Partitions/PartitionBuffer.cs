using PathwayOrleans.Aggregation;
using PathwayOrleans.Engine.Counting;
using PathwayOrleans.Engine.Partitions;
using PathwayOrleans.Engine.Status;
using PathwayOrleans.Sources;

namespace PathwayOrleans.Grains.Partitions;

/// <summary>
/// One partition on the silo that reads it: records that were read and not batched (<see cref="BatchInbox"/>), batches that
/// the grain has not taken (<see cref="OfferedBatches"/>), and those that it took and that are not durable yet
/// (<see cref="AcceptedBatches"/>). Thread-safe: the silo's reader, the stream's agent and the grain call it, each on its own
/// thread. One lock guards it and its parts, because a batch moves from one part to the next and a rewind changes all.
/// Each reading of the partition is an epoch. A rewind ends it; records and batches of an ended epoch are ignored.
/// </summary>
internal sealed class PartitionBuffer(
    SourcePartition identity, SiloAddress reader, PendingUserLimiter limiter, RecordCounter counter, TimeProvider time)
{
    private static long _lastEpoch;

    private readonly Lock _gate = new();
    private readonly PartitionTracker _tracker = new(identity.Partition, identity);
    private readonly BatchInbox _inbox = new(identity, reader, limiter, counter);
    private readonly OfferedBatches _offered = new(time);
    private readonly AcceptedBatches _accepted = new();
    private TaskCompletionSource? _arrival;
    private Action<string>? _rewindRequested;
    private Action<string>? _stopRequested;
    private long _epoch = NewEpoch();
    private bool _isStepping;

    internal SourcePartition Identity => identity;

    internal int Number => identity.Partition;

    internal RateMeter Rate { get; } = new(time);

    internal PartitionState State => Locked(static buffer => buffer._tracker.State);

    /// <summary>Everything below is durable; null if nothing is known to be.</summary>
    internal Position? Durable => Locked(static buffer => buffer._tracker.Durable);

    /// <summary>The current reading.</summary>
    internal long Epoch => Volatile.Read(ref _epoch);

    /// <summary>
    /// Its durable checkpoint, if it is being read, everything that was read is durable and no step is being written;
    /// otherwise null.
    /// </summary>
    internal Checkpoint? Quiet => Locked(static Checkpoint? (buffer) => !buffer._isStepping && buffer._tracker.IsQuiet
        && buffer._inbox.Count == 0 && buffer._offered.IsEmpty && buffer._accepted.Records == 0
            ? new Checkpoint(buffer._tracker.Next, buffer._inbox.Watermark)
            : null);

    /// <summary>How often it was rewound since its durable position rose last.</summary>
    internal int RewindsInARow => Locked(static buffer => buffer._tracker.RewindsInARow);

    /// <summary>Records read and not durable yet.</summary>
    internal int InFlight => Totals.Records;

    private RecordTotals Totals =>
        Locked(static buffer => buffer._inbox.Totals + buffer._offered.Totals + buffer._accepted.Totals);

    /// <summary>The maximum number of records in flight.</summary>
    internal int Bound { get; set; } = int.MaxValue;

    /// <summary>The maximum size, in bytes, of records that could not be parsed and are not durable dead letters yet.</summary>
    internal long RawBound { get; set; } = long.MaxValue;

    /// <summary>The maximum memory of records in flight, without those that could not be parsed.</summary>
    internal long EventBound { get; set; } = long.MaxValue;

    internal bool IsFull => Totals.Reach(Bound, RawBound, EventBound);

    /// <summary>Whether it is far enough below its bounds to resume reading.</summary>
    internal bool HasRoom => !Totals.Reach((Bound / 2) + 1, (RawBound / 2) + 1, (EventBound / 2) + 1);

    /// <summary>
    /// Sets the action that repositions the partition after a rewind. It is called with the reason, on any thread.
    /// </summary>
    internal void OnRewind(Action<string> requested) => _rewindRequested = requested;

    /// <summary>Sets the action that stops the partition. It is called with the error, on any thread.</summary>
    internal void OnStop(Action<string> requested) => _stopRequested = requested;

    /// <summary>Begins a reading at the position that was found.</summary>
    /// <returns>The epoch of the reading.</returns>
    internal long Begin(in FoundPosition found)
    {
        lock (_gate)
        {
            Discard();
            _tracker.BeginReading(found);
            _accepted.Begin(found.Start);
            _inbox.Begin(found.Clock);
            return _epoch;
        }
    }

    /// <summary>Ends reading until an operator has intervened.</summary>
    internal void Stop(string error, in FoundPosition? found)
    {
        lock (_gate)
        {
            Discard();
            _tracker.Stop(error, found);
        }
    }

    /// <summary>The partition as the API shows it.</summary>
    internal PartitionStatus ToStatus(Position? reportedEnd) => Locked(buffer => buffer._tracker.ToStatus(reportedEnd));

    /// <summary>Adds a record to the inbox; false if its reading has ended.</summary>
    internal bool Append(long epoch, in SourceRecord record)
    {
        lock (_gate)
        {
            if (epoch != _epoch)
            {
                return false;
            }

            _inbox.Add(record, Bound);
            EndWaitForRecords();
            _tracker.Advance(record.Position.Next);
            return true;
        }
    }

    /// <summary>The source was told to pause the partition, or to resume it.</summary>
    internal void SetPaused(bool paused)
    {
        lock (_gate)
        {
            _tracker.SetPaused(paused);
        }
    }

    /// <summary>
    /// Begins a step: a higher watermark is being written at the position of <see cref="Quiet"/>. Until it has ended, there are
    /// no batches: their records are judged with it.
    /// </summary>
    /// <returns>False if the partition is not quiet any more.</returns>
    internal bool TryBeginStep(Position next)
    {
        lock (_gate)
        {
            bool isQuiet = Quiet?.Next == next;
            _isStepping |= isQuiet;
            return isQuiet;
        }
    }

    /// <summary>A step was written, or refused because another process has moved the partition's position.</summary>
    internal void EndStep(WatermarkTracker watermark, bool isDurable)
    {
        long epoch;
        lock (_gate)
        {
            epoch = _epoch;
            _isStepping = false;
            if (isDurable)
            {
                // The partition may have been rewound in between, to the checkpoint from before the step.
                _inbox.Raise(watermark);
            }

            EndWaitForRecords();
            CompleteDrain();
        }

        if (!isDurable)
        {
            Rewind(epoch, "another process has moved its position");
        }
    }

    /// <summary>
    /// Makes a batch of the records in the inbox. If no batch is in progress, it takes all there are; otherwise it waits until
    /// a full batch is there. Batches therefore grow with the duration of the writes. Large batches are cheaper: calls and
    /// writes cost per user, and a user's events in one batch need one of each.
    /// </summary>
    internal PartitionBatch? Take(int maxRecords)
    {
        lock (_gate)
        {
            if (_isStepping || _offered.IsFull)
            {
                return null;
            }

            bool isBusy = _accepted.Records > 0 || !_offered.IsEmpty;
            if (_inbox.Take(_epoch, Math.Min(maxRecords, Math.Max(1, Bound / 2)), isBusy) is not { } batch)
            {
                return null;
            }

            _offered.Add(batch);
            return batch;
        }
    }

    /// <summary>
    /// Completes when there is a record in the inbox or a batch that the grain has not taken; also when reading or a step ends.
    /// </summary>
    internal Task WaitForRecordsAsync()
    {
        lock (_gate)
        {
            if ((_inbox.Count > 0 && !_isStepping) || !_offered.IsEmpty)
            {
                return Task.CompletedTask;
            }

            _arrival ??= new TaskCompletionSource(TaskCreationOptions.RunContinuationsAsynchronously);
            return _arrival.Task;
        }
    }

    /// <summary>The oldest batch, if the grain has taken none for a time. It is to be offered to the agent again.</summary>
    internal PartitionBatch? Overdue(TimeSpan after) => Locked(buffer => buffer._offered.Overdue(after));

    /// <summary>The first batch after a sequence number that the grain has not taken; null if there is none.</summary>
    internal PartitionBatch? OfferedAfter(long sequence) => Locked(buffer => buffer._offered.After(sequence));

    /// <summary>
    /// Records that the grain has taken a batch; false if its reading has ended. From now on the grain counts the batch's
    /// users in the limiter.
    /// </summary>
    internal bool Accept(PartitionBatch batch)
    {
        lock (_gate)
        {
            if (batch.Epoch != _epoch || !_offered.Remove(batch))
            {
                return false;
            }

            _accepted.Add(batch);
            return true;
        }
    }

    /// <summary>
    /// Records how many users a taken batch has; the grain has entered them in the limiter. The next batch is expected to have
    /// the same ratio of users to records.
    /// </summary>
    internal void Dispatched(PartitionBatch batch, int users)
    {
        limiter.Leave(batch.ExpectedUsers);
        lock (_gate)
        {
            _inbox.ExpectUsersAs(batch, users);
        }
    }

    /// <summary>Records that the grain has finished a batch that it took, which is durable or has failed.</summary>
    internal void Release(PartitionBatch batch, bool durable)
    {
        if (durable)
        {
            Rate.Add(batch.Count);
        }

        lock (_gate)
        {
            _accepted.Remove(batch, durable);
            CompleteDrain();
        }
    }

    /// <summary>Records that everything below a position is durable. Its checkpoint is not written yet.</summary>
    internal void Settle(Position settled)
    {
        lock (_gate)
        {
            _accepted.Settle(settled);
        }
    }

    /// <summary>Records that a checkpoint is durable.</summary>
    internal void Written(Position durable)
    {
        lock (_gate)
        {
            _tracker.Commit(durable);
            CompleteDrain();
        }
    }

    /// <summary>
    /// Ends a reading; the partition is read again from its durable position. An epoch that has ended is ignored.
    /// </summary>
    internal void Rewind(long epoch, string reason)
    {
        if (TryRewind(epoch, reason))
        {
            _rewindRequested?.Invoke(reason);
        }
    }

    /// <summary>
    /// Requests that the partition is stopped until an operator has intervened. An epoch that has ended is ignored.
    /// </summary>
    internal void RequestStop(long epoch, string error)
    {
        if (epoch == Epoch)
        {
            _stopRequested?.Invoke(error);
        }
    }

    /// <summary>Like <see cref="Rewind"/>, for a caller that repositions the partition itself.</summary>
    /// <returns>False if the epoch had ended before.</returns>
    internal bool TryRewind(long epoch, string reason)
    {
        lock (_gate)
        {
            if (epoch != _epoch || !_tracker.TryRewind(reason))
            {
                return false;
            }

            Discard();
            return true;
        }
    }

    /// <summary>
    /// Ends the last reading. Batches that the grain has taken are finished; the others are read by the next owner.
    /// </summary>
    /// <returns>Completes when no batch is being processed; true if all of them and their checkpoint are durable.</returns>
    internal Task<bool> CloseAsync()
    {
        lock (_gate)
        {
            Discard();
            _tracker.EndReading();
            EndWaitForRecords();
            Task<bool> drained = _accepted.DrainAsync();
            CompleteDrain();
            return drained;
        }
    }

    private T Locked<T>(Func<PartitionBuffer, T> read)
    {
        lock (_gate)
        {
            return read(this);
        }
    }

    private static long NewEpoch() => Interlocked.Increment(ref _lastEpoch);

    // Call it with the lock held.
    private void Discard()
    {
        Volatile.Write(ref _epoch, NewEpoch());
        _inbox.Discard();
        limiter.Leave(_offered.ExpectedUsers);
        _offered.Clear();
    }

    private void EndWaitForRecords()
    {
        _arrival?.TrySetResult();
        _arrival = null;
    }

    // The next owner would read the partition with the watermark from before a step that is being written.
    private void CompleteDrain()
    {
        if (!_isStepping)
        {
            _accepted.CompleteDrain(_tracker.Durable ?? _tracker.Start);
        }
    }
}
