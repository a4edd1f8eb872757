using Microsoft.Extensions.Logging;

namespace PathwayOrleans.Standalone;

internal static partial class LogMessages
{
    [LoggerMessage(201, LogLevel.Information, "Partition {Partition} is ours; reading from {Start} (log {Low} to {End}).")]
    internal static partial void PartitionPositioned(this ILogger logger, int partition, string start, string low, string end);

    [LoggerMessage(202, LogLevel.Information, "Partitions {Partitions} go to another process; {Committed}.")]
    internal static partial void PartitionsRevoked(this ILogger logger, string partitions, string committed);

    [LoggerMessage(203, LogLevel.Warning, "Partitions {Partitions} went to another process before this one could hand them over.")]
    internal static partial void PartitionsLost(this ILogger logger, string partitions);

    [LoggerMessage(204, LogLevel.Error, "Partition stopped. {Error}")]
    internal static partial void PartitionStopped(this ILogger logger, string error);

    [LoggerMessage(205, LogLevel.Information, "Rewinding partition {Partition} to its durable position: {Reason}.")]
    internal static partial void Rewinding(this ILogger logger, int partition, string reason);

    [LoggerMessage(206, LogLevel.Information, "The database is behind: reading paused.")]
    internal static partial void ReadingPaused(this ILogger logger);

    [LoggerMessage(207, LogLevel.Information, "The database has caught up: reading goes on.")]
    internal static partial void ReadingResumed(this ILogger logger);

    [LoggerMessage(209, LogLevel.Critical, "This process cannot go on: {Error}")]
    internal static partial void EngineFailed(this ILogger logger, Exception exception, string error);

    [LoggerMessage(210, LogLevel.Information, "Engine stopped; {Committed}.")]
    internal static partial void EngineStopped(this ILogger logger, string committed);
}
