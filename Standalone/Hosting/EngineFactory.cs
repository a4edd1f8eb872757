using Microsoft.Extensions.Logging;
using Microsoft.Extensions.Options;
using PathwayOrleans.Aggregation.Windows;
using PathwayOrleans.Hosting;
using PathwayOrleans.Monitoring.Metrics;
using PathwayOrleans.Sources;
using PathwayOrleans.Sources.Kafka;
using PathwayOrleans.Standalone.Engine;
using PathwayOrleans.Storage.Commit;
using PathwayOrleans.Storage.Connections;
using PathwayOrleans.Storage.Reading;
using PathwayOrleans.Storage.Windows;

namespace PathwayOrleans.Standalone.Hosting;

/// <summary>Puts an engine together once its source's name is known.</summary>
internal sealed class EngineFactory(
    IOptions<KafkaOptions> kafka,
    IOptions<EngineOptions> options,
    StateReader states,
    WindowRecallReader recalls,
    WindowSettings windows,
    CommitWriter writer,
    DatabaseRetry retry,
    Mailbox mailbox,
    EngineCounters counters,
    PartitionBoard board,
    PathwayMetrics metrics,
    TimeProvider time,
    ILoggerFactory loggers)
{
    /// <exception cref="InvalidOperationException">librdkafka refuses a property.</exception>
    internal IPartitionedReader CreateReader() => new KafkaGroupReader(kafka.Value, loggers.CreateLogger<KafkaGroupReader>());

    internal StandaloneEngine CreateEngine(string source, IPartitionedReader reader) => CreateEngine(new PartitionTable(source), reader);

    internal StandaloneEngine CreateEngine(PartitionTable partitions, IPartitionedReader reader)
    {
        ILogger logger = loggers.CreateLogger<StandaloneEngine>();
        return new StandaloneEngine(new EngineParts
        {
            Options = options.Value,
            Reader = reader,
            Partitions = partitions,
            Positioner = new PartitionPositioner(reader, states, retry, time, logger),
            States = states,
            Recalls = recalls,
            Windows = windows,
            Writer = writer,
            Retry = retry,
            Mailbox = mailbox,
            Counters = counters,
            Board = board,
            Metrics = metrics,
            Time = time,
            Logger = logger,
        });
    }
}
