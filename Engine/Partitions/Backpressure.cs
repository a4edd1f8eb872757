using System.Globalization;
using Microsoft.Extensions.Logging;
using PathwayOrleans.Engine.Status;
using PathwayOrleans.Sources;

namespace PathwayOrleans.Engine.Partitions;

/// <summary>
/// Holds reading back at a bound until the database has caught up: first by not reading, then by pausing the full partitions
/// at the source. Pausing discards what the client has prefetched. All members but
/// <see cref="Pauses"/> are called on the reader's thread.
/// </summary>
/// <param name="reader">The reader of the partitions.</param>
/// <param name="isFull">Whether a partition is at a bound.</param>
/// <param name="hasRoom">Whether a paused partition is far enough below its bounds to be resumed.</param>
/// <param name="pauseAfter">How long reading waits at a bound before partitions are paused.</param>
/// <param name="time">The clock.</param>
/// <param name="logger">The log.</param>
internal sealed class Backpressure(
    IPartitionedReader reader,
    Func<ReadPartition, bool> isFull,
    Func<ReadPartition, bool> hasRoom,
    TimeSpan pauseAfter,
    TimeProvider time,
    ILogger logger)
{
    private long? _heldSince;
    private long _pauses;

    /// <summary>How often partitions were paused since the start. Any thread may read.</summary>
    internal long Pauses => Volatile.Read(ref _pauses);

    /// <summary>Resumes partitions that have room and pauses those that were full for long enough.</summary>
    /// <returns>True if nothing is to be read now. A paused reader is still polled: that keeps its group membership.</returns>
    internal bool Hold(IReadOnlyCollection<ReadPartition> partitions)
    {
        SetPaused(partitions, paused: false, static partition => partition.IsPaused, hasRoom);
        if (!partitions.Any(partition => IsRead(partition) && isFull(partition)))
        {
            _heldSince = null;
            return false;
        }

        _heldSince ??= time.GetTimestamp();
        if (time.GetElapsedTime(_heldSince.Value) < pauseAfter)
        {
            return true;
        }

        _heldSince = null;
        SetPaused(partitions, paused: true, IsRead, isFull);
        return false;
    }

    /// <summary>Ends the pause of a partition that is positioned anew.</summary>
    internal void Release(ReadPartition partition)
    {
        if (partition.IsPaused)
        {
            SetPaused([partition], paused: false);
        }
    }

    private static bool IsRead(ReadPartition partition) => !partition.IsPaused && partition.State == PartitionState.Reading;

    private void SetPaused(
        IReadOnlyCollection<ReadPartition> partitions,
        bool paused,
        Func<ReadPartition, bool> isCandidate,
        Func<ReadPartition, bool> isDue)
    {
        List<ReadPartition>? due = null;
        foreach (ReadPartition partition in partitions)
        {
            if (isCandidate(partition) && isDue(partition))
            {
                (due ??= []).Add(partition);
            }
        }

        if (due is not null)
        {
            SetPaused(due, paused);
        }
    }

    private void SetPaused(List<ReadPartition> partitions, bool paused)
    {
        int[] numbers = [.. partitions.Select(partition => partition.Number)];
        string list = string.Join(", ", numbers.Select(number => number.ToString(CultureInfo.InvariantCulture)));
        if (paused)
        {
            reader.Pause(numbers);
            Volatile.Write(ref _pauses, _pauses + 1);
            logger.ReadingPaused(list);
        }
        else
        {
            reader.Resume(numbers);
            logger.ReadingResumed(list);
        }

        foreach (ReadPartition partition in partitions)
        {
            partition.IsPaused = paused;
            partition.OnPaused(paused);
        }
    }
}
