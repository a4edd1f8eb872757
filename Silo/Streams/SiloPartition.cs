using PathwayOrleans.Aggregation;
using PathwayOrleans.Engine.Partitions;
using PathwayOrleans.Engine.Status;
using PathwayOrleans.Grains.Partitions;
using PathwayOrleans.Sources;
using PathwayOrleans.Storage.Commit;

namespace PathwayOrleans.Silo.Streams;

/// <summary>A partition that this silo reads, on the reader's thread. What is read goes into its buffer.</summary>
internal sealed class SiloPartition(PartitionBuffer buffer, IAssignedReader reader, GroupCommit commits)
    : ReadPartition
{
    private const long NotReading = -1;

    private long _epoch = NotReading;
    private bool _isAdded;
    private Position? _reported;

    internal PartitionBuffer Buffer => buffer;

    internal override int Number => buffer.Number;

    internal override SourcePartition Identity => buffer.Identity;

    internal override PartitionState State => buffer.State;

    internal override int RewindsInARow => buffer.RewindsInARow;

    internal override Checkpoint? Quiet => buffer.Quiet;

    /// <summary>Whether the partition is being read.</summary>
    internal bool IsReading => _epoch != NotReading;

    /// <summary>Puts a record into the buffer. A record of an ended reading is dropped.</summary>
    internal void Append(in SourceRecord record)
    {
        if (_epoch != NotReading && buffer.Append(_epoch, record.Keep()) && !record.IsEmpty)
        {
            Idle.OnRecord();
        }
    }

    internal override bool TryStep(Checkpoint step)
    {
        if (!buffer.TryBeginStep(step.Next))
        {
            return false;
        }

        commits.Step(Identity, step, isDurable =>
        {
            buffer.EndStep(step.Clock, isDurable);
            if (isDurable)
            {
                Idle.EndStep();
            }
        });
        return true;
    }

    /// <summary>The buffer was rewound on another thread.</summary>
    internal void OnRewound() => _epoch = NotReading;

    /// <summary>Reports the durable position to the source, for its own tools; the engine never relies on it.</summary>
    internal void ReportDurable()
    {
        if (_isAdded && buffer.Durable is { } durable && _reported != durable)
        {
            _reported = durable;
            reader.ReportDurable(Number, durable);
        }
    }

    /// <summary>Removes the partition from the reader.</summary>
    internal void Remove()
    {
        if (_isAdded)
        {
            _isAdded = false;
            IsPaused = false;
            reader.Remove(Number);
        }
    }

    internal override bool TryRewind(string reason)
    {
        long epoch = _epoch;
        _epoch = NotReading;
        return buffer.TryRewind(epoch, reason);
    }

    internal override bool TrySeek(IPartitionedReader _, Position position)
    {
        if (_isAdded)
        {
            return reader.TrySeek(Number, position);
        }

        reader.Add(Number, position);
        _isAdded = true;
        return true;
    }

    internal override void OnReading(in FoundPosition found)
    {
        _epoch = buffer.Begin(found);

        // Reported by the partition's lifecycle.
        _reported = found.Durable;
    }

    internal override void OnPaused(bool paused) => buffer.SetPaused(paused);

    internal override void OnStopped(string error, in FoundPosition? found)
    {
        _epoch = NotReading;
        buffer.Stop(error, found);
    }

    internal override void StopReading(IPartitionedReader _) => Remove();
}
