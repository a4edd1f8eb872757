using Microsoft.Extensions.Logging;
using PathwayOrleans.Aggregation;
using PathwayOrleans.Aggregation.Time;
using PathwayOrleans.Sources;
using PathwayOrleans.Storage.Connections;
using PathwayOrleans.Storage.Reading;

namespace PathwayOrleans.Hosting;

/// <summary>
/// Finds out where a partition is to be read from: at its durable position, if the log still holds that; at the
/// log's beginning, if nothing of it was ever durable. The one answer to every doubt about a partition: after an
/// assignment, a rejected commit, a lost position.
/// </summary>
public sealed class PartitionPositioner(
    IPartitionedReader reader, StateReader states, DatabaseRetry retry, TimeProvider time, ILogger logger)
{
    private static readonly TimeSpan Pause = TimeSpan.FromSeconds(1);

    /// <summary>The durable position, and what the log holds.</summary>
    public Task<FoundPosition> FindAsync(SourcePartition partition, CancellationToken cancellationToken)
    {
        ArgumentNullException.ThrowIfNull(partition);
        return FindAsync(partition, partition.Partition, cancellationToken);
    }

    /// <summary>The durable position, and what the log holds, of a partition that the reader has under a number of its own.</summary>
    public async Task<FoundPosition> FindAsync(SourcePartition partition, int number, CancellationToken cancellationToken)
    {
        ArgumentNullException.ThrowIfNull(partition);
        LogBounds bounds = await QueryBoundsAsync(number, cancellationToken);

        // After the log's bounds: what the previous owner committed meanwhile only moves the start up.
        Dictionary<int, PartitionProgress> known = await retry.RunAsync(
            "loading progress", token => states.LoadProgressAsync(partition.Source, token), cancellationToken);
        PartitionProgress? progress = known.TryGetValue(partition.Partition, out PartitionProgress found) ? found : null;
        if (progress?.Next > bounds.End)
        {
            // Perhaps only because the log grew, and was committed, since it was asked.
            bounds = await QueryBoundsAsync(number, cancellationToken);
        }

        return new FoundPosition(progress?.Next, progress?.Clock ?? EventClock.Start, bounds);
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
