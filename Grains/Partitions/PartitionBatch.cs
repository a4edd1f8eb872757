using System.Buffers;
using Orleans.Providers.Streams.Common;
using Orleans.Streams;
using PathwayOrleans.Aggregation;
using PathwayOrleans.Engine;
using PathwayOrleans.Engine.Counting;
using PathwayOrleans.Sources;
using PathwayOrleans.Storage.Commit;

namespace PathwayOrleans.Grains.Partitions;

/// <summary>
/// Consecutive records of a partition, classified: the items of a partition's stream. The records never leave the silo
/// that read them. A batch that arrives without records was sent to a grain on another silo.
/// </summary>
[GenerateSerializer, Immutable]
[Alias("pathway.partition-poll")]
public sealed class PartitionBatch : IBatchContainer
{
    [NonSerialized]
    private PartitionEvent[]? _events;

    [NonSerialized]
    private readonly int _eventCount;

    /// <param name="partition">The partition.</param>
    /// <param name="reader">The silo that read it.</param>
    /// <param name="epoch">The reading of the partition that it belongs to.</param>
    /// <param name="index">Its index in that reading, from 0.</param>
    /// <param name="sequence">Its sequence number in the stream, which rises for as long as the silo has the partition.</param>
    /// <param name="expectedUsers">How many users it is expected to have.</param>
    /// <param name="before">The partition's watermark before the first record.</param>
    /// <param name="counter">Classifies the records.</param>
    /// <param name="records">The records, in order. The batch copies what it needs of them.</param>
    internal PartitionBatch(
        SourcePartition partition, SiloAddress reader, long epoch, long index, long sequence, int expectedUsers,
        WatermarkTracker before, RecordCounter counter, ReadOnlySpan<SourceRecord> records)
    {
        Partition = partition.Partition;
        Reader = reader;
        Epoch = epoch;
        Index = index;
        Sequence = sequence;
        ExpectedUsers = expectedUsers;
        Count = records.Length;
        _events = ArrayPool<PartitionEvent>.Shared.Rent(Count);
        WatermarkTracker watermark = before;
        foreach (ref readonly SourceRecord record in records)
        {
            long behind = watermark.Watermark;
            switch (counter.Classify(partition, record, ref watermark, out DeadLetter letter))
            {
                case RecordKind.Event:
                    EventBytes += record.EventBytes;
                    _events[_eventCount++] = new PartitionEvent(
                        counter.KeyOf(record), record.Position, record.Event.Value, record.Event.Time, behind, record.Content);
                    break;
                case RecordKind.DeadLetter:
                    RawBytes += letter.Raw?.Length ?? 0;
                    Letters.Add(letter);
                    break;
                default:
                    break;
            }
        }

        Next = new Checkpoint(records[^1].Position.Next, watermark);
    }

    [Id(0)]
    internal int Partition { get; private init; }

    [Id(1)]
    internal long Epoch { get; private init; }

    [Id(2)]
    internal long Index { get; private init; }

    [Id(3)]
    internal long Sequence { get; private init; }

    /// <summary>The silo that read it, and the only one on which its grain can take it.</summary>
    [Id(4)]
    internal SiloAddress Reader { get; private init; }

    /// <summary>How many records it has; 0 on any other silo than the reader's.</summary>
    [field: NonSerialized]
    internal int Count { get; }

    /// <summary>Bytes of its dead letters.</summary>
    [field: NonSerialized]
    internal long RawBytes { get; }

    /// <summary>The approximate memory of its records beside that.</summary>
    [field: NonSerialized]
    internal long EventBytes { get; }

    /// <summary>How many users it is expected to have. They count in the limiter until the batch is dispatched.</summary>
    [field: NonSerialized]
    internal int ExpectedUsers { get; }

    /// <summary>The checkpoint after its last record.</summary>
    [field: NonSerialized]
    internal Checkpoint Next { get; }

    /// <summary>Its records that are dead letters.</summary>
    [field: NonSerialized]
    internal List<DeadLetter> Letters { get; } = [];

    /// <summary>Its events, until they are released.</summary>
    internal ReadOnlySpan<PartitionEvent> Events => _events.AsSpan(0, _events is null ? 0 : _eventCount);

    public StreamId StreamId => PartitionStreams.Of(Partition);

    public StreamSequenceToken SequenceToken => new EventSequenceTokenV2(Sequence);

    public IEnumerable<Tuple<T, StreamSequenceToken>> GetEvents<T>() =>
        this is T batch ? [Tuple.Create(batch, SequenceToken)] : [];

    public bool ImportRequestContext() => false;

    /// <summary>
    /// The events were dispatched. Their array is large and will be needed again soon, so it goes back to the pool.
    /// </summary>
    internal void ReleaseEvents()
    {
        if (_events is { } events)
        {
            _events = null;
            ArrayPool<PartitionEvent>.Shared.Return(events, clearArray: true);
        }
    }
}
