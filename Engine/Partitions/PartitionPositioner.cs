using Microsoft.Extensions.Logging;
using PathwayOrleans.Aggregation;
using PathwayOrleans.Sources;
using PathwayOrleans.Storage.Connections;
using PathwayOrleans.Storage.Reading;

namespace PathwayOrleans.Engine.Partitions;

/// <summary>
/// Finds the position from which a partition is read: its durable position if the log still holds it, or the beginning of
/// the log if nothing of the partition was ever durable. It is used after an assignment, a rejected commit and a lost
/// position; there is no other way to recover.
/// </summary>
internal sealed class PartitionPositioner(
    IPartitionedReader reader, StateReader states, DatabaseRetry retry, TimeProvider time, ILogger logger)
{
    private static readonly TimeSpan Pause = TimeSpan.FromSeconds(1);

    /// <summary>Finds the durable position and the bounds of the log.</summary>
    public Task<FoundPosition> FindAsync(SourcePartition partition, CancellationToken cancellationToken)
    {
        ArgumentNullException.ThrowIfNull(partition);
        return FindAsync(partition, partition.Partition, cancellationToken);
    }

    /// <summary>
    /// Finds the durable position and the bounds of the log of a partition to which the reader has given its own number.
    /// </summary>
    public async Task<FoundPosition> FindAsync(SourcePartition partition, int number, CancellationToken cancellationToken)
    {
        ArgumentNullException.ThrowIfNull(partition);
        LogBounds bounds = await QueryBoundsAsync(number, cancellationToken);

        // Loaded after the log's bounds: a commit of the previous owner in between can only raise the start position.
        Dictionary<int, StoredCheckpoint> known = await retry.RunAsync(
            "loading progress", token => states.LoadProgressAsync(partition.Source, token), cancellationToken);
        StoredCheckpoint? stored = known.TryGetValue(partition.Partition, out StoredCheckpoint found) ? found : null;
        Checkpoint? progress = stored?.Progress;
        if (progress?.Next > bounds.End)
        {
            // The log may have grown, and its new records may have been committed, since its bounds were queried.
            bounds = await QueryBoundsAsync(number, cancellationToken);
        }

        return new FoundPosition(progress?.Next, progress?.Clock ?? WatermarkTracker.Start, bounds, stored?.Age ?? TimeSpan.Zero);
    }

    private async Task<LogBounds> QueryBoundsAsync(int partition, CancellationToken cancellationToken)
    {
        while (true)
        {
            try
            {
                return await reader.QueryBoundsAsync(partition, cancellationToken);
            }
            catch (SourceUnavailableException e)
            {
                logger.SourceUnavailable(e.Message);
                await Task.Delay(Pause, time, cancellationToken);
            }
        }
    }
}
