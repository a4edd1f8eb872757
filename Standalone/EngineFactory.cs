using Microsoft.Extensions.Logging;
using Microsoft.Extensions.Options;
using PathwayOrleans.Aggregation.State;
using PathwayOrleans.Engine;
using PathwayOrleans.Engine.Configuration;
using PathwayOrleans.Engine.Counting;
using PathwayOrleans.Engine.Partitions;
using PathwayOrleans.Engine.Status;
using PathwayOrleans.Sources;
using PathwayOrleans.Storage.Commit;
using PathwayOrleans.Storage.Connections;
using PathwayOrleans.Storage.Reading;

namespace PathwayOrleans.Standalone;

/// <summary>Creates an engine once the name of its source is known.</summary>
internal sealed class EngineFactory(
    IOptions<EngineOptions> options,
    StateReader states,
    RecordCounters counters,
    IRecordApplier applier,
    EventTimeSettings eventTime,
    FailedEvents failed,
    FinishedInputs finished,
    CommitBounds bounds,
    CommitWriter writer,
    DatabaseRetry retry,
    Mailbox mailbox,
    EngineCounters engineCounters,
    PartitionStatusSnapshot snapshot,
    PathwayMetrics metrics,
    TimeProvider time,
    ILoggerFactory loggers)
{
    internal StandaloneEngine CreateEngine(string source, IPartitionedReader reader) =>
        CreateEngine(new PartitionTable(source), reader);

    internal StandaloneEngine CreateEngine(PartitionTable partitions, IPartitionedReader reader)
    {
        ILogger logger = loggers.CreateLogger<StandaloneEngine>();
        return new StandaloneEngine(new EngineDependencies
        {
            Options = options.Value,
            Reader = reader,
            Partitions = partitions,
            Positioner = new PartitionPositioner(reader, states, retry, time, logger),
            Counter = counters.Create(),
            Applier = applier,
            EventTime = eventTime,
            Failed = failed,
            Finished = finished,
            CommitBounds = bounds,
            Writer = writer,
            Retry = retry,
            Mailbox = mailbox,
            Counters = engineCounters,
            Snapshot = snapshot,
            Metrics = metrics,
            Time = time,
            Logger = logger,
        });
    }
}
