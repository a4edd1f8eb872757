using PathwayOrleans.Aggregation;

namespace PathwayOrleans.Sources;

/// <summary>
/// Reads a partitioned, ordered, replayable source. All members save <see cref="QueryBoundsAsync"/>,
/// <see cref="EndOf"/> and <see cref="IsReachableAsync"/> belong to one thread, and the listener is called on
/// that thread while it reads.
/// </summary>
public interface IPartitionedReader : IDisposable
{
    /// <summary>
    /// Begins to read. Partitions come and go through the listener; a partition delivers nothing before
    /// <see cref="TrySeek"/> said where to start.
    /// </summary>
    void Start(IReaderListener listener);

    /// <summary>The next record of any partition that has a position; false where none came in time.</summary>
    bool TryRead(TimeSpan wait, out SourceRecord record);

    /// <summary>
    /// From now on the partition's records come from this position. False where the partition is not ready for
    /// it yet: keep reading and try again; until then it delivers nothing.
    /// </summary>
    bool TrySeek(int partition, Position position);

    /// <summary>Stops fetching, for backpressure. What was fetched already may be fetched again later.</summary>
    void Pause(IReadOnlyCollection<int> partitions);

    void Resume(IReadOnlyCollection<int> partitions);

    /// <summary>Everything below a position is durable: for the source's own lag tools, never relied on here.</summary>
    void ReportDurable(int partition, Position next);

    /// <summary>The log's end as last heard from the source, without asking it; null where it was not heard yet.</summary>
    Position? EndOf(int partition);

    /// <summary>
    /// Whether more is on its way, though perhaps not at hand this moment, so that a commit may wait for it: a source
    /// with an end knows that. A stream never does.
    /// </summary>
    bool HasMore => false;

    /// <summary>Whether this reader belongs to the group that shares the partitions, even if it has none now. Any thread.</summary>
    bool IsMember { get; }

    /// <summary>Asks the source what a partition holds.</summary>
    /// <exception cref="SourceUnavailableException">It did not answer; asking later may help.</exception>
    Task<LogBounds> QueryBoundsAsync(int partition, CancellationToken cancellationToken);

    /// <summary>Whether the source answers right now.</summary>
    Task<bool> IsReachableAsync(CancellationToken cancellationToken);

    /// <summary>Gives the partitions back, through the listener, and stops.</summary>
    void Close();
}
