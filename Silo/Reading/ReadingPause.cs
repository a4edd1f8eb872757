using Microsoft.Extensions.Logging;
using PathwayOrleans.Sources;

namespace PathwayOrleans.Silo.Reading;

/// <summary>
/// Holds reading back where a partition has as many events in flight as it may: for a moment by not reading at all,
/// then by pausing that partition at the source (which throws away what was fetched ahead) until the database has
/// caught up. On the reader's thread.
/// </summary>
internal sealed class ReadingPause(IPartitionedReader reader, TimeSpan pauseAfter, TimeProvider time, ILogger logger)
{
    private long? _heldSince;
    private long _count;

    /// <summary>How often a partition was paused.</summary>
    internal long Count => Volatile.Read(ref _count);

    /// <summary>Pauses and resumes; true where nothing is to be read for now.</summary>
    internal bool Hold(OpenPartition[] partitions)
    {
        bool isAnyFull = false;
        foreach (OpenPartition partition in partitions)
        {
            if (partition.IsPaused && partition.Flow.HasRoom)
            {
                Release(partition);
            }
            else if (!partition.IsPaused && partition.Epoch != OpenPartition.NotReading && partition.Flow.IsFull)
            {
                isAnyFull = true;
            }
        }

        if (!isAnyFull)
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
        PauseFull(partitions);
        return false;
    }

    /// <summary>Ends the pause of a partition.</summary>
    internal void Release(OpenPartition partition)
    {
        if (partition.IsPaused)
        {
            partition.IsPaused = false;
            reader.Resume([partition.Number]);
            partition.Flow.SetPaused(false);
            logger.ReadingResumed(partition.Number);
        }
    }

    private void PauseFull(OpenPartition[] partitions)
    {
        foreach (OpenPartition partition in partitions)
        {
            if (!partition.IsPaused && partition.IsAdded && partition.Flow.IsFull)
            {
                partition.IsPaused = true;
                reader.Pause([partition.Number]);
                partition.Flow.SetPaused(true);
                Volatile.Write(ref _count, _count + 1);
                logger.ReadingPaused(partition.Number);
            }
        }
    }
}
