using Microsoft.Extensions.Logging;

namespace PathwayOrleans.Silo;

internal static partial class LogMessages
{
    [LoggerMessage(501, LogLevel.Information, "Partition {Partition}: reading from {Start} (the log holds {Low} to {End}).")]
    internal static partial void PartitionPositioned(this ILogger logger, int partition, string start, string low, string end);

    [LoggerMessage(502, LogLevel.Error, "{Error}")]
    internal static partial void PartitionStopped(this ILogger logger, string error);

    [LoggerMessage(503, LogLevel.Information, "Partition {Partition}: back to the durable position: {Reason}.")]
    internal static partial void Rewinding(this ILogger logger, int partition, string reason);

    [LoggerMessage(504, LogLevel.Information, "Partition {Partition}: given up; {Outcome}.")]
    internal static partial void PartitionClosed(this ILogger logger, int partition, string outcome);

    [LoggerMessage(505, LogLevel.Information, "Partition {Partition}: reading is paused until the database has caught up.")]
    internal static partial void ReadingPaused(this ILogger logger, int partition);

    [LoggerMessage(506, LogLevel.Information, "Partition {Partition}: reading goes on.")]
    internal static partial void ReadingResumed(this ILogger logger, int partition);

    [LoggerMessage(507, LogLevel.Critical, "Reading cannot go on: {Error}")]
    internal static partial void ReadingFailed(this ILogger logger, Exception exception, string error);

    [LoggerMessage(508, LogLevel.Critical, "Writing cannot go on: {Error}")]
    internal static partial void WritingFailed(this ILogger logger, Exception exception, string error);

    [LoggerMessage(509, LogLevel.Information, "Silo {Name} of cluster {Cluster}: source {Source} has {Partitions} partitions.")]
    internal static partial void SourceFound(this ILogger logger, string name, string cluster, string source, int partitions);
}
