using Microsoft.Extensions.Logging;

namespace PathwayOrleans.Engine;

internal static partial class LogMessages
{
    [LoggerMessage(201, LogLevel.Information, "Partition {Partition}: reading from {Start}; the log holds {Low} to {End}.")]
    internal static partial void PartitionPositioned(this ILogger logger, int partition, string start, string low, string end);

    [LoggerMessage(202, LogLevel.Information, "Partitions {Partitions} were revoked; {Outcome}.")]
    internal static partial void PartitionsRevoked(this ILogger logger, string partitions, string outcome);

    [LoggerMessage(203, LogLevel.Warning,
        "Partitions {Partitions} were lost before the hand-over; their next owner reads records that are not durable again.")]
    internal static partial void PartitionsLost(this ILogger logger, string partitions);

    [LoggerMessage(204, LogLevel.Error, "Partition stopped. {Error}")]
    internal static partial void PartitionStopped(this ILogger logger, string error);

    [LoggerMessage(205, LogLevel.Information, "Partition {Partition}: rewinding to the durable position: {Reason}.")]
    internal static partial void Rewinding(this ILogger logger, int partition, string reason);

    [LoggerMessage(206, LogLevel.Information, "Partitions {Partitions}: reading is paused until the database has caught up.")]
    internal static partial void ReadingPaused(this ILogger logger, string partitions);

    [LoggerMessage(207, LogLevel.Information, "Partitions {Partitions}: reading is resumed.")]
    internal static partial void ReadingResumed(this ILogger logger, string partitions);

    [LoggerMessage(208, LogLevel.Warning, "Source: {Error}. The query is retried.")]
    internal static partial void SourceUnavailable(this ILogger logger, string error);

    [LoggerMessage(209, LogLevel.Critical, "The engine failed with a non-transient error: {Error}")]
    internal static partial void EngineFailed(this ILogger logger, Exception exception, string error);

    [LoggerMessage(215, LogLevel.Critical, "Configuration: {Error}")]
    internal static partial void ConfigurationRejected(this ILogger logger, string error);

    [LoggerMessage(210, LogLevel.Information, "Engine stopped; {Outcome}.")]
    internal static partial void EngineStopped(this ILogger logger, string outcome);

    [LoggerMessage(216, LogLevel.Information, "Standard input has ended, so the process stops (Pathway:StopWhenInputEnds).")]
    internal static partial void InputEnded(this ILogger logger);

    [LoggerMessage(212, LogLevel.Warning, "{Source} does not exist yet. {Advice} Reading starts when it exists.")]
    internal static partial void WaitingForSource(this ILogger logger, string source, string advice);

    [LoggerMessage(213, LogLevel.Information, "Partition {Partition}: closed; {Outcome}.")]
    internal static partial void PartitionClosed(this ILogger logger, int partition, string outcome);

    [LoggerMessage(217, LogLevel.Warning,
        "A column of a view has no value and is NULL: {Failure}. It is logged once, and so are at most 20 of such columns.")]
    internal static partial void ColumnWithoutValue(this ILogger logger, string failure);

    [LoggerMessage(214, LogLevel.Error,
        "{Partition}, position {Position}: the event of user '{UserId}' could not be applied " +
        "(attempt {Attempt} of {MaxAttempts}). After the last attempt it becomes a dead letter.")]
    internal static partial void EventFailed(
        this ILogger logger, Exception exception, string partition, string position, string userId, int attempt, int maxAttempts);
}
