using Microsoft.Extensions.Logging;
using PathwayOrleans.Aggregation.Windows;
using PathwayOrleans.Hosting;
using PathwayOrleans.Monitoring.Metrics;
using PathwayOrleans.Sources;
using PathwayOrleans.Storage.Commit;
using PathwayOrleans.Storage.Connections;
using PathwayOrleans.Storage.Reading;
using PathwayOrleans.Storage.Windows;

namespace PathwayOrleans.Standalone.Engine;

/// <summary>What an engine is made of.</summary>
internal sealed record EngineParts
{
    internal required EngineOptions Options { get; init; }

    internal required IPartitionedReader Reader { get; init; }

    internal required PartitionTable Partitions { get; init; }

    internal required PartitionPositioner Positioner { get; init; }

    internal required StateReader States { get; init; }

    internal required WindowRecallReader Recalls { get; init; }

    internal required WindowSettings Windows { get; init; }

    internal required CommitWriter Writer { get; init; }

    internal required DatabaseRetry Retry { get; init; }

    internal required Mailbox Mailbox { get; init; }

    internal required EngineCounters Counters { get; init; }

    internal required PartitionBoard Board { get; init; }

    internal required PathwayMetrics Metrics { get; init; }

    internal required TimeProvider Time { get; init; }

    internal required ILogger Logger { get; init; }
}
