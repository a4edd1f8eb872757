using PathwayOrleans.Aggregation;
using PathwayOrleans.Engine;
using PathwayOrleans.Engine.Counting;
using PathwayOrleans.Engine.Partitions;
using PathwayOrleans.Engine.Status;
using PathwayOrleans.Sources;
using PathwayOrleans.Storage.Commit;

namespace PathwayOrleans.Standalone;

/// <summary>A partition that this process reads, on the engine's thread.</summary>
/// <param name="number">The number that the reader uses for it.</param>
/// <param name="identity">The partition that its positions belong to.</param>
internal sealed class TrackedPartition(int number, SourcePartition identity) : ReadPartition
{
    private readonly PartitionTracker _tracker = new(number, identity);
    private WatermarkTracker _watermark = WatermarkTracker.Start;

    // Records that arrived while a step is being written; null if none is.
    private List<SourceRecord>? _held;

    internal override SourcePartition Identity => identity;

    internal override int Number => number;

    internal override PartitionState State => _tracker.State;

    internal override int RewindsInARow => _tracker.RewindsInARow;

    internal override Checkpoint? Quiet => _held is null && _tracker.IsQuiet ? new Checkpoint(_tracker.Next, _watermark) : null;

    /// <summary>Called with a step that is to be written.</summary>
    internal Action<TrackedPartition, Checkpoint>? StepBegun { get; set; }

    /// <summary>Records that wait until a step is durable.</summary>
    internal int HeldRecords => _held?.Count ?? 0;

    /// <summary>The size, in bytes, of those that could not be parsed, and of those that are not parsed yet.</summary>
    internal long HeldBytes =>
        _held?.Sum(record => (long)(record.Raw?.Length ?? 0) + (record.Content?.Bytes.Length ?? 0)) ?? 0;

    /// <summary>Whether its records follow a known position. True while it is read and while it is paused.</summary>
    internal bool IsPositioned => _tracker.IsPositioned;

    /// <summary>The lowest position of an event that is pending for a user who is queued to be loaded.</summary>
    internal Checkpoint? QueuedFloor { get; set; }

    /// <summary>The lowest position of an event that is pending for a user who is being loaded.</summary>
    internal Checkpoint? LoadingFloor { get; set; }

    /// <summary>Called when reading ends, to discard the partition's pending events.</summary>
    internal Action<TrackedPartition>? ReadingEnded { get; set; }

    /// <summary>Counts its records that were not applied.</summary>
    internal ReplayCounters Reads { get; } = new();

    /// <summary>The watermark before the next record.</summary>
    internal WatermarkTracker Watermark => _watermark;

    /// <summary>Everything below has been applied to a user's state, has become a dead letter, or is durable.</summary>
    internal Checkpoint Settled
    {
        get
        {
            var settled = new Checkpoint(_tracker.Next, _watermark);
            if (QueuedFloor is { } queued && queued.Next < settled.Next)
            {
                settled = queued;
            }

            return LoadingFloor is { } loading && loading.Next < settled.Next ? loading : settled;
        }
    }

    /// <summary>The checkpoint to write with the next commit; null if it has not changed or is not known.</summary>
    internal Checkpoint? CheckpointToWrite
    {
        get
        {
            // A partition that is being positioned has no valid next position.
            if (!IsPositioned)
            {
                return null;
            }

            Checkpoint settled = Settled;
            return settled.Next > (_tracker.Durable ?? _tracker.Start) ? settled : null;
        }
    }

    /// <summary>Holds a record while a step is being written; false if none is.</summary>
    internal bool TryHold(in SourceRecord record)
    {
        _held?.Add(record.Keep());
        return _held is not null;
    }

    internal override bool TryStep(Checkpoint step)
    {
        _held = [];
        StepBegun!(this, step);
        return true;
    }

    /// <summary>A step was written, or refused.</summary>
    /// <returns>The records that were held, which follow now.</returns>
    internal IReadOnlyList<SourceRecord> EndStep(Checkpoint step, bool isDurable)
    {
        IReadOnlyList<SourceRecord> held = _held ?? [];
        _held = null;
        if (isDurable)
        {
            // The partition may have been rewound in between, to the checkpoint from before the step.
            _watermark = new WatermarkTracker(Math.Max(_watermark.Watermark, step.Clock.Watermark));
            Idle.EndStep();
        }

        return held;
    }

    /// <summary>Takes the next record: moves position and watermark past it.</summary>
    /// <returns>What the record is; see <see cref="RecordCounter.Classify"/>.</returns>
    internal RecordKind Take(in SourceRecord record, RecordCounter counter, out DeadLetter letter)
    {
        _tracker.Advance(record.Position.Next);
        if (!record.IsEmpty)
        {
            Idle.OnRecord();
        }

        RecordKind kind = counter.Classify(identity, record, ref _watermark, out letter);
        if (kind == RecordKind.DeadLetter)
        {
            Reads.Reject(record.Position, letter.Reason);
        }
        else if (kind == RecordKind.NotCounted)
        {
            Reads.Ignore(record.Position);
        }

        return kind;
    }

    /// <summary>A commit made everything below a position durable.</summary>
    internal void Commit(Position next) => _tracker.Commit(next);

    /// <summary>The partition as the API shows it.</summary>
    internal PartitionStatus ToStatus(Position? reportedEnd) => _tracker.ToStatus(reportedEnd);

    internal override bool TryRewind(string reason)
    {
        Position next = _tracker.Next;
        if (!_tracker.TryRewind(reason))
        {
            return false;
        }

        Reads.Rewind(next);
        _held?.Clear();
        ReadingEnded?.Invoke(this);
        return true;
    }

    internal override void OnReading(in FoundPosition found)
    {
        _tracker.BeginReading(found);
        _watermark = found.Clock;
    }

    internal override void OnPaused(bool paused) => _tracker.SetPaused(paused);

    internal override void OnStopped(string error, in FoundPosition? found)
    {
        _held?.Clear();
        ReadingEnded?.Invoke(this);
        _tracker.Stop(error, found);
    }
}
