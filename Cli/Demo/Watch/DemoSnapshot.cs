namespace PathwayOrleans.Cli.Demo.Watch;

/// <summary>How the demo stands at a moment. Rates are those since the snapshot before.</summary>
internal sealed record DemoSnapshot
{
    internal required TimeSpan Elapsed { get; init; }

    /// <summary>Messages to be produced in all, and those that the broker has.</summary>
    internal required long Total { get; init; }

    internal required long Produced { get; init; }

    /// <summary>Of those, the ones that are durable.</summary>
    internal required long Durable { get; init; }

    internal required double EventsPerSecond { get; init; }

    internal required double CommitsPerSecond { get; init; }

    /// <summary>User rows per commit; 0 where there was no commit.</summary>
    internal required double RowsPerCommit { get; init; }

    internal required int DatabaseConnections { get; init; }

    internal required int Workers { get; init; }

    internal required int Kills { get; init; }

    internal required IReadOnlyList<PartitionSnapshot> Partitions { get; init; }
}

/// <summary>How a partition stands.</summary>
/// <param name="Partition">Its number.</param>
/// <param name="Owner">The worker that has it, and what it does with it where that is not reading; null where nobody says so.</param>
/// <param name="Durable">Everything below this offset is durable.</param>
/// <param name="Lag">Produced records that are not durable.</param>
/// <param name="EventsPerSecond">Records that became durable.</param>
internal sealed record PartitionSnapshot(int Partition, string? Owner, long Durable, long Lag, double EventsPerSecond);
