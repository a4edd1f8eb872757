using PathwayOrleans.Aggregation;

namespace PathwayOrleans.Sources;

/// <summary>What a partition's log holds now.</summary>
/// <param name="Low">Position of the oldest record kept; equal to <paramref name="End"/> where there is none.</param>
/// <param name="End">The position that the next record will get.</param>
public readonly record struct LogBounds(Position Low, Position End)
{
    /// <summary>
    /// Whether reading can go on at a durable position, or what is wrong. Records that are gone, or that never
    /// were in this log, are not skipped in silence.
    /// </summary>
    /// <param name="partition">The partition, for the message.</param>
    /// <param name="next">The first position that is not durable; null where nothing of the partition ever was.</param>
    /// <returns>The message for the operator, or null.</returns>
    public string? GapBefore(SourcePartition partition, Position? next)
    {
        if (next is not { } position || (position >= Low && position <= End))
        {
            return null;
        }

        return position < Low
            ? $"{partition}: records {position} to {Low.ToNumber() - 1} are gone: the log now starts at {Low}, so retention passed this " +
              "consumer and those events were never counted. Restore them, or accept the loss with " +
              $"`./pathway reset --source '{partition.Source}' --partition {partition.Partition} --to {Low}`, then start again."
            : $"{partition}: everything below {position} is durable, but the log ends at {End}: the topic was recreated or truncated, so its " +
              "positions are not the ones counted before. Give the new log a name of its own (Pathway:Kafka:SourceName) to count it " +
              "in addition, or start over with `./pathway reset --all`.";
    }
}
