namespace PathwayOrleans.Grains.Interfaces;

/// <summary>The status of one silo. Counters start at zero when the silo starts.</summary>
[GenerateSerializer, Immutable]
[Alias("pathway.silo-info")]
public sealed record SiloInfo
{
    /// <summary>The silo's name.</summary>
    [Id(0)]
    public required string Silo { get; init; }

    /// <summary>Its address in the cluster: <c>ip:port@generation</c>.</summary>
    [Id(1)]
    public required string Address { get; init; }

    [Id(2)]
    public required DateTimeOffset StartedAt { get; init; }

    [Id(3)]
    public required long EventsApplied { get; init; }

    /// <summary>Redelivered events that the fence skipped, because they had been applied before.</summary>
    [Id(4)]
    public required long EventsSkipped { get; init; }

    [Id(5)]
    public required long DeadLettered { get; init; }

    /// <summary>Group commits that succeeded.</summary>
    [Id(6)]
    public required long Commits { get; init; }

    /// <summary>User rows written by all commits.</summary>
    [Id(7)]
    public required long UsersCommitted { get; init; }

    /// <summary>Events read and not durable yet.</summary>
    [Id(8)]
    public required long EventsInFlight { get; init; }

    [Id(9)]
    public required int UsersInMemory { get; init; }

    [Id(10)]
    public required int DatabaseConnections { get; init; }

    /// <summary>Events made durable per second, over the last few seconds.</summary>
    [Id(11)]
    public required double EventsPerSecond { get; init; }

    /// <summary>Resident memory, bytes.</summary>
    [Id(12)]
    public required long ResidentBytes { get; init; }

    /// <summary>Why the silo does not count; empty if nothing is wrong.</summary>
    [Id(13)]
    public IReadOnlyList<string> Problems { get; init; } = Array.Empty<string>();
}
