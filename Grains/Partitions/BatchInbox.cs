using System.Runtime.InteropServices;
using PathwayOrleans.Aggregation;
using PathwayOrleans.Engine.Counting;
using PathwayOrleans.Sources;

namespace PathwayOrleans.Grains.Partitions;

/// <summary>
/// The records of a partition that were read and are not part of a batch, in order, and how they become batches: the size of a
/// batch, its index and sequence number, and the watermark before it. The users that a batch is expected to have are entered in
/// the limiter.
/// Not thread-safe: <see cref="PartitionBuffer"/> calls it with its lock held.
/// </summary>
internal sealed class BatchInbox(
    SourcePartition identity, SiloAddress reader, PendingUserLimiter limiter, RecordCounter counter)
{
    private const int LargestFirstCapacity = 50_000;
    private const double FewestUsersPerRecord = 0.001;

    private readonly List<SourceRecord> _records = [];
    private WatermarkTracker _watermark = WatermarkTracker.Start;
    private long _nextIndex;
    private long _nextSequence;
    private double _usersPerRecord = 1;

    /// <summary>The number of its records.</summary>
    internal int Count => _records.Count;

    /// <summary>The number and the size of the records.</summary>
    internal RecordTotals Totals { get; private set; }

    /// <summary>
    /// Begins a reading with the watermark before its first record. The records of the last one were discarded.
    /// </summary>
    internal void Begin(WatermarkTracker watermark) => _watermark = watermark;

    /// <summary>The watermark before the next batch.</summary>
    internal WatermarkTracker Watermark => _watermark;

    /// <summary>Raises the watermark before the next batch, whose records are in the inbox or not read yet.</summary>
    internal void Raise(WatermarkTracker watermark) =>
        _watermark = new WatermarkTracker(Math.Max(_watermark.Watermark, watermark.Watermark));

    /// <summary>Adds a record.</summary>
    /// <param name="record">The record.</param>
    /// <param name="bound">The maximum number of records in flight.</param>
    internal void Add(in SourceRecord record, int bound)
    {
        if (_records.Capacity == 0)
        {
            // The list grows in one step, because each doubling would leave a large array to the garbage collector.
            _records.EnsureCapacity(Math.Min(bound, LargestFirstCapacity));
        }

        _records.Add(record);
        Totals += TotalsOf(record);
    }

    /// <summary>
    /// Makes a batch of the oldest records, and removes them; null if there are too few, or too little room in the limiter.
    /// </summary>
    /// <param name="epoch">The reading that the records belong to.</param>
    /// <param name="maxRecords">The maximum number of its records.</param>
    /// <param name="onlyFull">Whether to wait for a full batch; otherwise any record is enough.</param>
    internal PartitionBatch? Take(long epoch, int maxRecords, bool onlyFull)
    {
        int most = (int)Math.Min(maxRecords, limiter.Limit / _usersPerRecord);
        int count = Math.Min(_records.Count, most);
        if (count == 0 || (onlyFull && count < most))
        {
            return null;
        }

        // Waits while there is room for less than half of the batch; otherwise there would be many small batches.
        int room = (int)(limiter.Remaining / _usersPerRecord);
        if (room < (count + 1) / 2)
        {
            return null;
        }

        count = Math.Min(count, room);
        int users = (int)Math.Ceiling(count * _usersPerRecord);
        limiter.Enter(users);
        var batch = new PartitionBatch(
            identity,
            reader,
            epoch,
            _nextIndex++,
            _nextSequence++,
            users,
            _watermark,
            counter,
            CollectionsMarshal.AsSpan(_records)[..count]);
        _watermark = batch.Next.Clock;

        // The batch has no size for records that are not counted, and another size for those that became dead letters.
        foreach (ref readonly SourceRecord record in CollectionsMarshal.AsSpan(_records)[..count])
        {
            Totals -= TotalsOf(record);
        }

        _records.RemoveRange(0, count);
        return batch;
    }

    /// <summary>Records how many users a batch has. The next is expected to have the same ratio of users to records.</summary>
    internal void ExpectUsersAs(PartitionBatch batch, int users) =>
        _usersPerRecord = Math.Max(FewestUsersPerRecord, (double)users / batch.Count);

    /// <summary>
    /// Removes all records; the next batch has index 0. Sequence numbers go on, because they must rise within the stream.
    /// </summary>
    internal void Discard()
    {
        _records.Clear();
        Totals = default;
        _nextIndex = 0;
    }

    private RecordTotals TotalsOf(in SourceRecord record)
    {
        int rejected = counter.ReadsEvents && record.Content is { } content ? content.Size : 0;
        return new RecordTotals(1, rejected + (record.Raw?.Length ?? 0), record.EventBytes - rejected);
    }
}
