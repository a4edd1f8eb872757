using PathwayOrleans.Aggregation;

namespace PathwayOrleans.Sources;

/// <summary>
/// Reads a partitioned, ordered, replayable source. All members belong to one thread, except
/// <see cref="QueryBoundsAsync"/>, <see cref="FindGap"/>, <see cref="EndOf"/>, <see cref="IsMember"/> and
/// <see cref="IsReachableAsync"/>. The listener is called on that thread while it reads.
/// </summary>
public interface IPartitionedReader : IDisposable
{
    /// <summary>
    /// Begins to read. Partitions are assigned and revoked through the listener. A partition delivers nothing before
    /// <see cref="TrySeek"/> has set its position.
    /// </summary>
    void Start(IReaderListener listener);

    /// <summary>False if none arrived in time.</summary>
    /// <returns>False if none arrived in time.</returns>
    bool TryRead(TimeSpan wait, out SourceRecord record);

    /// <summary>Continues a partition at a position.</summary>
    /// <returns>
    /// False if the partition is not ready yet: the caller reads on and tries again. Until it succeeds, the partition delivers
    /// nothing.
    /// </returns>
    bool TrySeek(int partition, Position position);

    /// <summary>Stops fetching, for backpressure. Records that were already fetched may be fetched again later.</summary>
    void Pause(IReadOnlyCollection<int> partitions);

    void Resume(IReadOnlyCollection<int> partitions);

    /// <summary>Reports what is durable to the source's own lag tools. It is never read back.</summary>
    void ReportDurable(int partition, Position next);

    /// <summary>The log's end as last received, without a request; null if it is not known yet.</summary>
    Position? EndOf(int partition);

    /// <summary>
    /// Whether more records will follow without waiting for a producer, so that a commit may wait for them. Only a source with
    /// an end can determine this; a stream returns false.
    /// </summary>
    bool HasMore => false;

    /// <summary>
    /// Whether this reader has joined the group that shares the partitions, even if no partition is assigned now.
    /// </summary>
    bool IsMember { get; }

    /// <summary>Asks the source for the bounds of a partition.</summary>
    /// <exception cref="SourceUnavailableException">The source did not answer; a later call may succeed.</exception>
    Task<LogBounds> QueryBoundsAsync(int partition, CancellationToken cancellationToken);

    /// <summary>
    /// Whether reading can continue at a durable position. Records that were deleted before they were counted, and
    /// positions of another log, are never skipped silently.
    /// </summary>
    /// <param name="partition">The partition, for the message.</param>
    /// <param name="bounds">The bounds of the log: the result of <see cref="QueryBoundsAsync"/>.</param>
    /// <param name="next">The first position that is not durable; null if no position of the partition was ever durable.</param>
    /// <returns>Null, or the error for the operator: partition, positions and remedy.</returns>
    string? FindGap(SourcePartition partition, LogBounds bounds, Position? next);

    /// <summary>Whether the source answers right now.</summary>
    Task<bool> IsReachableAsync(CancellationToken cancellationToken);

    /// <summary>Gives the partitions back, through the listener, and stops.</summary>
    void Close();
}
