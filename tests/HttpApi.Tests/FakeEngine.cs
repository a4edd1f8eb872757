using PathwayOrleans.Engine.Status;

namespace PathwayOrleans.HttpApi.Tests;

/// <summary>An engine with a status that the test sets.</summary>
internal sealed class FakeEngine : IEngineMonitor
{
    public EngineStatus Status { get; set; } = new()
    {
        Engine = "standalone",
        ServiceId = "pathway",
        Source = "kafka/c/events/t",
        StartedAt = new DateTimeOffset(2026, 1, 2, 3, 4, 5, TimeSpan.Zero),
        EventsApplied = 101,
        EventsSkipped = 102,
        DeadLettered = 103,
        Commits = 104,
        UsersCommitted = 105,
        CommitsRejected = 106,
        EventsInFlight = 107,
        UsersInMemory = 108,
        PartitionsPaused = 109,
        Pauses = 110,
        DatabaseConnections = 2,
        Lag = 112,
        ResidentBytes = 113,
        AllocatedBytes = 114,
        Problems = ["the first problem", "another problem"],
    };

    public IReadOnlyList<PartitionStatus> Partitions { get; set; } =
    [
        new(3, PartitionState.Reading, "6277101735386680763835789423207666416102355444464034512895", "17", "20", 3, null),
        new(4, PartitionState.Stopped, null, null, null, null, "records 1 to 9 are gone"),
    ];

    public Func<CancellationToken, Task<IReadOnlyList<string>>> Obstacles { get; set; } = _ =>
        Task.FromResult<IReadOnlyList<string>>([]);

    public Task<IReadOnlyList<string>> FindProblemsAsync(CancellationToken cancellationToken) => Obstacles(cancellationToken);
}
