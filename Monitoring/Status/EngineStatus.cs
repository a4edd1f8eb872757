namespace PathwayOrleans.Monitoring.Status;

/// <summary>What an engine says of itself. Counters run from the start of the process.</summary>
public sealed record EngineStatus
{
    /// <summary><c>standalone</c> or <c>cluster</c>.</summary>
    public required string Engine { get; init; }

    public required string ServiceId { get; init; }

    /// <summary>The source's identity; null before it is known.</summary>
    public required string? Source { get; init; }

    public required DateTimeOffset StartedAt { get; init; }

    public required long EventsApplied { get; init; }

    /// <summary>Redelivered events that the fence held back.</summary>
    public required long EventsSkipped { get; init; }

    public required long DeadLettered { get; init; }

    public required long Commits { get; init; }

    /// <summary>User rows written by all commits.</summary>
    public required long UsersCommitted { get; init; }

    /// <summary>Commits that the database refused because a row had moved on.</summary>
    public required long CommitsRejected { get; init; }

    /// <summary>Events read and not durable yet.</summary>
    public required long EventsInFlight { get; init; }

    public required int UsersInMemory { get; init; }

    /// <summary>Partitions held back now, and how often any was since the start.</summary>
    public required int PartitionsPaused { get; init; }

    public required long Pauses { get; init; }

    /// <summary>Database connections open now.</summary>
    public required int DatabaseConnections { get; init; }

    /// <summary>Sum of the partitions' lags.</summary>
    public required long Lag { get; init; }

    /// <summary>Resident memory of the process, bytes.</summary>
    public required long ResidentBytes { get; init; }
}
