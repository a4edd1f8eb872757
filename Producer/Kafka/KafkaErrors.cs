using Confluent.Kafka;
using PathwayOrleans.CommandLine;
using PathwayOrleans.Sources;

namespace PathwayOrleans.Producer.Kafka;

/// <summary>Describes errors of Kafka for <see cref="CommandAction"/>.</summary>
public static class KafkaErrors
{
    /// <summary>Describes an error of the brokers or the client by its message; null for any other error.</summary>
    public static CommandError? Describe(Exception exception) =>
        exception is SourceUnavailableException or KafkaException ? CommandError.Failure(exception.Message) : null;
}
