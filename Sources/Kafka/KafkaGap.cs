using PathwayOrleans.Aggregation;

namespace PathwayOrleans.Sources.Kafka;

internal static class KafkaGap
{
    /// <summary>See <see cref="IPartitionedReader.FindGap"/>.</summary>
    internal static string? Find(SourcePartition partition, LogBounds bounds, Position? next)
    {
        if (next is not { } position || bounds.Holds(position))
        {
            return null;
        }

        return position < bounds.Low
            ? $"{partition}: records {position} to {bounds.Low.ToNumber() - 1} are gone: the log now starts at {bounds.Low}, " +
              "so retention deleted them before they were counted. Restore them, or accept the loss with " +
              $"`./pathway reset --source '{partition.Source}' --partition {partition.Partition} --to {bounds.Low}`, " +
              "then start again."
            : $"{partition}: everything below {position} is durable, but the log ends at {bounds.End}: the topic was recreated " +
              "or truncated, so its positions are not the ones counted before. To count the new log in addition, set " +
              $"{KafkaOptions.Section}:{nameof(KafkaOptions.SourceName)} to a new name; " +
              "to start over, run `./pathway reset --all`.";
    }
}
