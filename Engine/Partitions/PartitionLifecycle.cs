using System.Diagnostics.CodeAnalysis;
using Microsoft.Extensions.Logging;
using PathwayOrleans.Engine.Status;
using PathwayOrleans.Sources;

namespace PathwayOrleans.Engine.Partitions;

/// <summary>
/// Positions partitions, rewinds them to their durable position, and stops those whose log has a gap. All members are
/// called on the reader's thread. Only the lookup of a position runs elsewhere; its answer comes through the mailbox.
/// </summary>
/// <param name="reader">The reader of the partitions.</param>
/// <param name="positioner">Looks positions up.</param>
/// <param name="mailbox">The mailbox of the reader's thread.</param>
/// <param name="backpressure">Holds paused partitions.</param>
/// <param name="idle">Learns when reading begins.</param>
/// <param name="isCurrent">Whether a partition is still assigned. An answer for one that is not is ignored.</param>
/// <param name="fail">Called on the reader's thread with a non-transient error.</param>
/// <param name="time">The clock.</param>
/// <param name="logger">The log.</param>
/// <param name="stop">Cancels lookups when the engine ends.</param>
internal sealed class PartitionLifecycle(
    IPartitionedReader reader,
    PartitionPositioner positioner,
    Mailbox mailbox,
    Backpressure backpressure,
    IdleSteps idle,
    Func<ReadPartition, bool> isCurrent,
    Action<Exception> fail,
    TimeProvider time,
    ILogger logger,
    CancellationToken stop)
{
    /// <summary>Rewinds a partition to its durable position. What was read since then is delivered again.</summary>
    internal void Rewind(ReadPartition partition, string reason)
    {
        if (partition.TryRewind(reason))
        {
            Reposition(partition, reason);
        }
    }

    /// <summary>Finds a new position for a partition whose reading has ended, after a backoff.</summary>
    internal void Reposition(ReadPartition partition, string reason)
    {
        logger.Rewinding(partition.Number, reason);
        backpressure.Release(partition);
        Position(partition);
    }

    /// <summary>Looks up where to read a partition from. Its records are dropped until then.</summary>
    [SuppressMessage("Design", "CA1031", Justification = "The error is handed to the reader's thread.")]
    internal void Position(ReadPartition partition)
    {
        partition.SeekTo = null;
        int lookup = ++partition.Lookup;
        TimeSpan backoff = RewindBackoff.Delay(partition.RewindsInARow);
        _ = Task.Run(
            async () =>
            {
                try
                {
                    await Task.Delay(backoff, time, stop);
                    FoundPosition found = await positioner.FindAsync(partition.Identity, partition.Number, stop);
                    mailbox.Post(() => OnFound(partition, lookup, found));
                }
                catch (OperationCanceledException) when (stop.IsCancellationRequested)
                {
                    // The engine ends; no position is needed.
                }
                catch (Exception e)
                {
                    mailbox.Post(() => fail(new InvalidOperationException(
                        $"The position to read {partition.Identity} from cannot be determined: {e.Message}", e)));
                }
            },
            CancellationToken.None);
    }

    /// <summary>Seeks the positions that were found, as far as the reader is ready for them.</summary>
    internal void SeekWhereDue(IEnumerable<ReadPartition> partitions)
    {
        foreach (ReadPartition partition in partitions)
        {
            if (partition.SeekTo is { } found && partition.TrySeek(reader, found.Start))
            {
                partition.SeekTo = null;
                partition.OnReading(found);
                idle.Begin(partition, found.Age);
                if (found.Durable is { } durable)
                {
                    // The group may be new, or its offsets may have been reset.
                    reader.ReportDurable(partition.Number, durable);
                }
            }
        }
    }

    /// <summary>Stops a partition until an operator has intervened.</summary>
    internal void Stop(ReadPartition partition, string error, in FoundPosition? found = null)
    {
        if (partition.State == PartitionState.Stopped)
        {
            return;
        }

        partition.SeekTo = null;
        partition.OnStopped(error, found);
        partition.StopReading(reader);
        logger.PartitionStopped(error);
    }

    private void OnFound(ReadPartition partition, int lookup, in FoundPosition found)
    {
        if (!isCurrent(partition) || partition.Lookup != lookup || partition.State != PartitionState.Positioning)
        {
            return;
        }

        if (reader.FindGap(partition.Identity, found.Bounds, found.Durable) is { } gap)
        {
            Stop(partition, gap, found);
            return;
        }

        partition.SeekTo = found;
        logger.PartitionPositioned(
            partition.Number, found.Start.ToString(), found.Bounds.Low.ToString(), found.Bounds.End.ToString());
    }
}
