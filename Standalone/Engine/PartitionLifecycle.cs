using PathwayOrleans.Hosting;
using PathwayOrleans.Monitoring.Status;

namespace PathwayOrleans.Standalone.Engine;

/// <summary>
/// Brings partitions to where they are to be read from, takes them back there whenever their bookkeeping is in
/// doubt, and stops those whose log has a gap. On the engine's thread; only looking positions up runs beside it.
/// </summary>
internal sealed class PartitionLifecycle(
    EngineParts parts, UserLoader loader, Backpressure backpressure, Action<Exception> fail, CancellationToken abandon)
{
    /// <summary>Whether a partition waits for its position.</summary>
    internal bool IsPositioning => parts.Partitions.All.Any(partition => partition.State == PartitionState.Positioning);

    /// <summary>Back to the durable position: what was read since comes again.</summary>
    internal void Rewind(TrackedPartition partition, string reason)
    {
        if (partition.State == PartitionState.Stopped)
        {
            return;
        }

        parts.Logger.Rewinding(partition.Number, reason);
        partition.Reads.Rewound(partition.Next);
        loader.Forget(partition);
        backpressure.Release(partition);
        Position(partition);
    }

    /// <summary>Finds out where to read from; until then the partition's records are dropped.</summary>
    internal void Position(TrackedPartition partition)
    {
        partition.State = PartitionState.Positioning;
        partition.SeekTo = null;
        int generation = ++partition.Generation;
        _ = Task.Run(
            async () =>
            {
                try
                {
                    FoundPosition found = await parts.Positioner.FindAsync(partition.Identity, partition.Number, abandon);
                    parts.Mailbox.Post(() => OnFound(partition, generation, found));
                }
                catch (OperationCanceledException) when (abandon.IsCancellationRequested)
                {
                    // The engine has stopped.
                }
                catch (Exception e)
                {
                    parts.Mailbox.Post(() => fail(e));
                }
            },
            CancellationToken.None);
    }

    /// <summary>Seeks where a position was found, as soon as the reader can.</summary>
    internal void SeekWhereDue()
    {
        foreach (TrackedPartition partition in parts.Partitions.All)
        {
            if (partition.SeekTo is { } position && parts.Reader.TrySeek(partition.Number, position))
            {
                partition.SeekTo = null;
                partition.Seek(position, partition.SeekClock);
                partition.State = PartitionState.Reading;
            }
        }
    }

    /// <summary>Reads no more of a partition until an operator has decided.</summary>
    internal void Stop(TrackedPartition partition, string error)
    {
        if (partition.State == PartitionState.Stopped)
        {
            return;
        }

        loader.Forget(partition);
        partition.State = PartitionState.Stopped;
        partition.SeekTo = null;
        partition.Error = error;
        parts.Reader.Pause([partition.Number]);
        parts.Logger.PartitionStopped(error);
    }

    /// <summary>These partitions are no longer ours.</summary>
    internal void Remove(IReadOnlyList<int> partitions)
    {
        foreach (int number in partitions)
        {
            if (parts.Partitions.TryGet(number, out TrackedPartition? partition))
            {
                loader.Forget(partition);
                parts.Partitions.Remove(number);
            }
        }
    }

    private void OnFound(TrackedPartition partition, int generation, FoundPosition found)
    {
        if (!parts.Partitions.Has(partition) || partition.Generation != generation || partition.State != PartitionState.Positioning)
        {
            return;
        }

        partition.KnownEnd = found.Bounds.End;
        if (found.Durable is { } durable)
        {
            partition.RaiseDurable(durable);
        }

        if (found.Bounds.GapBefore(partition.Identity, found.Durable) is { } gap)
        {
            Stop(partition, gap);
            return;
        }

        partition.Start = found.Start;
        partition.SeekTo = found.Start;
        partition.SeekClock = found.Clock;
        parts.Logger.PartitionPositioned(
            partition.Number, found.Start.ToString(), found.Bounds.Low.ToString(), found.Bounds.End.ToString());
    }
}
