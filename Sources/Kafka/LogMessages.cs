using Microsoft.Extensions.Logging;

namespace PathwayOrleans.Sources.Kafka;

internal static partial class LogMessages
{
    [LoggerMessage(102, LogLevel.Warning, "Kafka: {Error}. The client retries.")]
    internal static partial void KafkaError(this ILogger logger, string error);

    [LoggerMessage(103, LogLevel.Warning,
        "Kafka: topic {Topic} does not exist. Create it with 10 partitions; reading starts when it exists.")]
    internal static partial void TopicMissing(this ILogger logger, string topic);

    [LoggerMessage(104, LogLevel.Debug, "librdkafka {Level} {Facility}: {Message}")]
    internal static partial void Librdkafka(this ILogger logger, string level, string facility, string message);

    [LoggerMessage(105, LogLevel.Warning,
        "Kafka: group {Group} rejects offset commits: {Error}. Lag tools do not see the progress; checkpoints in the database " +
        "are not affected.")]
    internal static partial void OffsetCommitRejected(this ILogger logger, string group, string error);

    [LoggerMessage(106, LogLevel.Information, "Kafka: group {Group} accepts offset commits again.")]
    internal static partial void OffsetCommitAccepted(this ILogger logger, string group);

    [LoggerMessage(107, LogLevel.Information, "Kafka: librdkafka {Version} from {Path}.")]
    internal static partial void LibraryLoaded(this ILogger logger, string version, string path);
}
