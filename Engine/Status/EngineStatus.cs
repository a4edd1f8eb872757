namespace PathwayOrleans.Engine.Status;

/// <summary>The status of an engine. Counters start at zero when the process starts.</summary>
public sealed record EngineStatus
{
    /// <summary><c>standalone</c> or <c>silo</c>.</summary>
    public required string Engine { get; init; }

    public required string ServiceId { get; init; }

    /// <summary>The source's identity; null before it is known.</summary>
    public required string? Source { get; init; }

    public required DateTimeOffset StartedAt { get; init; }

    public required long EventsApplied { get; init; }

    /// <summary>Redelivered events that the fence skipped, because they had been applied before.</summary>
    public required long EventsSkipped { get; init; }

    public required long DeadLettered { get; init; }

    public required long Commits { get; init; }

    /// <summary>User rows written by all commits.</summary>
    public required long UsersCommitted { get; init; }

    /// <summary>Commits that the database rejected because a row had another version.</summary>
    public required long CommitsRejected { get; init; }

    /// <summary>Events read and not durable yet.</summary>
    public required long EventsInFlight { get; init; }

    public required int UsersInMemory { get; init; }

    /// <summary>Partitions that are paused now.</summary>
    public required int PartitionsPaused { get; init; }

    /// <summary>How often partitions were paused since the start.</summary>
    public required long Pauses { get; init; }

    /// <summary>Database connections open now.</summary>
    public required int DatabaseConnections { get; init; }

    /// <summary>Sum of the partitions' lags.</summary>
    public required long Lag { get; init; }

    /// <summary>Resident memory of the process, bytes.</summary>
    public required long ResidentBytes { get; init; }

    /// <summary>Managed memory that the process has allocated since its start, bytes.</summary>
    public required long AllocatedBytes { get; init; }

    /// <summary>
    /// Why the process does not count, as far as it knows without asking the database and the source: no partition makes
    /// progress, or commits fail. Empty if nothing is wrong.
    /// </summary>
    public required IReadOnlyList<string> Problems { get; init; }
}
