namespace PathwayOrleans.Hosting;

/// <summary>The engine's bounds: configuration section <c>Pathway:Engine</c>. Memory follows from these, not from the load.</summary>
public sealed class EngineOptions
{
    /// <summary>The configuration section.</summary>
    public const string Section = "Pathway:Engine";

    /// <summary>Events read and not durable yet, at the most. Default: 500,000; after a crash so many are read again at the most.</summary>
    public int MaxEventsInFlight { get; set; } = 500_000;

    /// <summary>Users whose state is kept in memory; the least recently used leave. Default: 100,000.</summary>
    public int MaxUsersInMemory { get; set; } = 100_000;

    /// <summary>User rows in one commit, at the most; also how many users may wait to be loaded. Default: 20,000.</summary>
    public int MaxUsersPerCommit { get; set; } = 20_000;

    /// <summary>Window rows in one commit, about. Default: 200,000.</summary>
    public int MaxWindowRowsPerCommit { get; set; } = 200_000;

    /// <summary>Bytes of dead letters waiting to be written, at the most. Default: 16 MiB.</summary>
    public int MaxDeadLetterBytes { get; set; } = 16 * 1024 * 1024;

    /// <summary>
    /// How long reading waits at a bound before it pauses its partitions at the broker (which throws away what was
    /// fetched ahead). Default: 500 ms.
    /// </summary>
    public TimeSpan PauseAfter { get; set; } = TimeSpan.FromMilliseconds(500);

    /// <summary>
    /// How long a partition that goes to another process, or a process that ends, may take to make durable what it
    /// read. What is not durable by then is read again by the next owner. Default: 10 seconds.
    /// </summary>
    public TimeSpan HandOverTimeout { get; set; } = TimeSpan.FromSeconds(10);
}
