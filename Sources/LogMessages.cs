using Microsoft.Extensions.Logging;

namespace PathwayOrleans.Sources;

internal static partial class LogMessages
{
    [LoggerMessage(101, LogLevel.Information, "Kafka: joining group {Group} for topic {Topic} at {Servers}; source {Source}.")]
    internal static partial void JoiningGroup(this ILogger logger, string group, string topic, string servers, string source);

    [LoggerMessage(102, LogLevel.Warning, "Kafka: {Error}. The client keeps trying.")]
    internal static partial void KafkaError(this ILogger logger, string error);

    [LoggerMessage(103, LogLevel.Warning, "Kafka: topic {Topic} does not exist. Create it with 10 partitions; reading begins by itself then.")]
    internal static partial void TopicMissing(this ILogger logger, string topic);

    [LoggerMessage(104, LogLevel.Debug, "librdkafka {Level} {Facility}: {Message}")]
    internal static partial void Librdkafka(this ILogger logger, string level, string facility, string message);

    [LoggerMessage(105, LogLevel.Warning, "Kafka: group {Group} does not take our offsets: {Error}. Lag tools will not see this engine's progress; the database has it.")]
    internal static partial void GroupRefusesOffsets(this ILogger logger, string group, string error);

    [LoggerMessage(106, LogLevel.Information, "Kafka: group {Group} takes our offsets again.")]
    internal static partial void GroupTakesOffsets(this ILogger logger, string group);
}
