using Microsoft.Extensions.Logging;
using PathwayOrleans.Aggregation.State;
using PathwayOrleans.Engine;
using PathwayOrleans.Engine.Configuration;
using PathwayOrleans.Engine.Counting;
using PathwayOrleans.Engine.Partitions;
using PathwayOrleans.Engine.Status;
using PathwayOrleans.Sources;
using PathwayOrleans.Storage.Commit;
using PathwayOrleans.Storage.Connections;

namespace PathwayOrleans.Standalone;

/// <summary>The dependencies of a <see cref="StandaloneEngine"/>.</summary>
internal sealed record EngineDependencies
{
    internal required EngineOptions Options { get; init; }

    internal required IPartitionedReader Reader { get; init; }

    internal required PartitionTable Partitions { get; init; }

    internal required PartitionPositioner Positioner { get; init; }

    internal required RecordCounter Counter { get; init; }

    internal required IRecordApplier Applier { get; init; }

    internal required EventTimeSettings EventTime { get; init; }

    internal required FailedEvents Failed { get; init; }

    internal required FinishedInputs Finished { get; init; }

    internal required CommitBounds CommitBounds { get; init; }

    internal required CommitWriter Writer { get; init; }

    internal required DatabaseRetry Retry { get; init; }

    internal required Mailbox Mailbox { get; init; }

    internal required EngineCounters Counters { get; init; }

    internal required PartitionStatusSnapshot Snapshot { get; init; }

    internal required PathwayMetrics Metrics { get; init; }

    internal required TimeProvider Time { get; init; }

    internal required ILogger Logger { get; init; }
}
