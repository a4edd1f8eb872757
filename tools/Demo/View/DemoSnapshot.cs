using System.Globalization;

namespace PathwayOrleans.Demo.View;

/// <summary>The state of the demo at a moment. Rates are averages since the previous snapshot.</summary>
internal sealed record DemoSnapshot
{
    internal required TimeSpan Elapsed { get; init; }

    /// <summary>The total number of messages to produce.</summary>
    internal required long Total { get; init; }

    /// <summary>The number of messages that the broker has acknowledged.</summary>
    internal required long Produced { get; init; }

    /// <summary>The number of acknowledged messages that are durable.</summary>
    internal required long Durable { get; init; }

    internal required double EventsPerSecond { get; init; }

    internal required double CommitsPerSecond { get; init; }

    /// <summary>User rows per commit; 0 if there was no commit.</summary>
    internal required double RowsPerCommit { get; init; }

    internal required int DatabaseConnections { get; init; }

    internal required int Workers { get; init; }

    internal required int Kills { get; init; }

    internal required IReadOnlyList<PartitionSnapshot> Partitions { get; init; }

    /// <summary>The rows of the views and the dead letters; empty without a pipeline.</summary>
    internal IReadOnlyList<TableSnapshot> Tables { get; init; } = [];

    /// <summary>The tables in a line.</summary>
    internal string DescribeTables() => string.Join(
        ", ", Tables.Select(table => string.Create(CultureInfo.InvariantCulture, $"{table.Rows:N0} {table.Name}")));
}

/// <summary>The state of a partition.</summary>
/// <param name="Partition">The partition's number.</param>
/// <param name="Owner">The worker that owns it, with the state if that is not reading; null if no worker reports it.</param>
/// <param name="Durable">Everything below this offset is durable.</param>
/// <param name="Lag">Produced records that are not durable.</param>
/// <param name="EventsPerSecond">Records per second that became durable.</param>
internal sealed record PartitionSnapshot(int Partition, string? Owner, long Durable, long Lag, double EventsPerSecond);

/// <summary>The state of a table.</summary>
/// <param name="Name">What its rows are.</param>
/// <param name="Rows">Their number.</param>
internal sealed record TableSnapshot(string Name, long Rows);
