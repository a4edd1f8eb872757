using Microsoft.Extensions.Logging;
using PathwayOrleans.Aggregation;
using PathwayOrleans.Engine.Counting;
using PathwayOrleans.Sources;
using PathwayOrleans.Storage.Commit;
using PathwayOrleans.Storage.Connections;
using PathwayOrleans.Storage.Reading;

namespace PathwayOrleans.Engine.Startup;

/// <summary>
/// Stores the first position of each partition that has no checkpoint, before any event is counted. The partitions of a new
/// source are not read at the same rate: without these rows the windows of the first one would be closed while the others have
/// events of the same time.
/// </summary>
internal sealed class NewPartitions(
    StateReader states, DatabaseRetry retry, CommitWriter writer, EventTimeSettings settings, ILogger<NewPartitions> logger)
{
    /// <param name="source">The name of the source.</param>
    /// <param name="count">The number of its partitions.</param>
    /// <param name="reader">Tells where their logs begin.</param>
    /// <param name="cancellationToken">Ends the attempts.</param>
    internal async Task StoreAsync(string source, int count, IPartitionedReader reader, CancellationToken cancellationToken)
    {
        if (!settings.HasWindows)
        {
            return;
        }

        Dictionary<int, StoredCheckpoint> known = await retry.RunAsync(
            "loading progress", token => states.LoadProgressAsync(source, token), cancellationToken);
        var batch = new CommitBatch();
        foreach (int number in Enumerable.Range(0, count).Where(number => !known.ContainsKey(number)))
        {
            try
            {
                LogBounds bounds = await reader.QueryBoundsAsync(number, cancellationToken);
                batch.Progress.Add(new CheckpointWrite(
                    SourcePartition.Of(source, number), new Checkpoint(bounds.Low, WatermarkTracker.Start)));
            }
            catch (SourceUnavailableException e)
            {
                // The others need not wait for it. Its first checkpoint follows when it is read.
                logger.SourceUnavailable(e.Message);
                break;
            }
        }

        if (batch.Progress.Count > 0)
        {
            await writer.CommitAsync(batch, cancellationToken);
        }
    }
}
