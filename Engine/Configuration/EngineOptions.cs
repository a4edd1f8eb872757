using PathwayOrleans.Storage.Commit;

namespace PathwayOrleans.Engine.Configuration;

/// <summary>The engine's bounds: configuration section <c>Pathway:Engine</c>. They limit memory under any load.</summary>
public sealed class EngineOptions
{
    /// <summary>The configuration section.</summary>
    public const string Section = "Pathway:Engine";

    /// <summary>
    /// The maximum number of events that were read and are not durable yet. After a crash at most this many are read again.
    /// Default: 500,000.
    /// </summary>
    public int MaxEventsInFlight { get; set; } = 500_000;

    /// <summary>Users whose state is kept in memory; the least recently used are evicted. Default: 100,000.</summary>
    public int MaxUsersInMemory { get; set; } = 100_000;

    /// <summary>
    /// The maximum number of user rows in one commit, and of users that wait to be loaded or written. Default: 20,000.
    /// </summary>
    public int MaxUsersPerCommit { get; set; } = 20_000;

    /// <summary>The approximate maximum number of window rows in one commit. Default: 200,000.</summary>
    public int MaxWindowRowsPerCommit { get; set; } = 200_000;

    /// <summary>
    /// The memory, in bytes, of users' states; the least recently used are evicted. An approximate size; see
    /// <see cref="Counting.KeyedState.Bytes"/>. Default: 128 MiB.
    /// </summary>
    public long MaxStateBytes { get; set; } = 128 * 1024 * 1024;

    /// <summary>
    /// The approximate maximum size, in bytes, of one commit and of one load of users. The rows of one user stay together, so a
    /// larger one is alone in its commit. Default: 32 MiB.
    /// </summary>
    public int MaxCommitBytes { get; set; } = CommitBounds.DefaultMaxBytes;

    /// <summary>
    /// The maximum memory, in bytes, of records that were read and wait to be applied: until their users are loaded, and in a
    /// silo until they are durable. Default: 64 MiB.
    /// </summary>
    public int MaxBytesInFlight { get; set; } = 64 * 1024 * 1024;

    /// <summary>The maximum size, in bytes, of the dead letters that wait to be written. Default: 16 MiB.</summary>
    public int MaxDeadLetterBytes { get; set; } = 16 * 1024 * 1024;

    /// <summary>
    /// How long reading waits at a bound before it pauses partitions at the source. Pausing discards what the client has
    /// prefetched. Default: 500 ms.
    /// </summary>
    public TimeSpan PauseAfter { get; set; } = TimeSpan.FromMilliseconds(500);

    /// <summary>
    /// How long a process may take to make the records it has read durable when it hands over a partition or stops. The
    /// next owner reads records that are not durable by then again. Default: 5 seconds.
    /// </summary>
    public TimeSpan HandOverTimeout { get; set; } = TimeSpan.FromSeconds(5);

    /// <summary>The bounds of one commit.</summary>
    public CommitBounds ToCommitBounds() => new(MaxUsersPerCommit, MaxWindowRowsPerCommit, MaxCommitBytes);
}
