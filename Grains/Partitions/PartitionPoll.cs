using System.Buffers;
using Orleans.Providers.Streams.Common;
using Orleans.Streams;
using PathwayOrleans.Aggregation.Events;
using PathwayOrleans.Aggregation.Time;
using PathwayOrleans.Sources;

namespace PathwayOrleans.Grains.Partitions;

/// <summary>
/// What was read of a partition at one time: the stream's one kind of item. Its records never leave the silo that
/// read them: a poll that arrives without any has been sent to a grain on another silo.
/// </summary>
[GenerateSerializer, Immutable]
[Alias("pathway.partition-poll")]
public sealed class PartitionPoll : IBatchContainer
{
    [NonSerialized]
    private SourceRecord[]? _records;

    /// <param name="partition">The partition.</param>
    /// <param name="reader">The silo that read it.</param>
    /// <param name="epoch">Which reading of the partition it belongs to.</param>
    /// <param name="index">Its place in that reading, from 0.</param>
    /// <param name="sequence">Its place in the stream, which never starts over.</param>
    /// <param name="expectedUsers">How many users it is thought to have.</param>
    /// <param name="before">The partition's clock before the first record.</param>
    /// <param name="settings">How the clock follows the records.</param>
    /// <param name="records">The records, in their order; copied.</param>
    internal PartitionPoll(
        int partition, SiloAddress reader, long epoch, long index, long sequence, int expectedUsers, EventClock before, EventClockSettings settings,
        ReadOnlySpan<SourceRecord> records)
    {
        Partition = partition;
        Reader = reader;
        Epoch = epoch;
        Index = index;
        Sequence = sequence;
        ExpectedUsers = expectedUsers;
        Count = records.Length;
        Before = before;
        EventClock after = before;
        foreach (ref readonly SourceRecord record in records)
        {
            RawBytes += record.Raw?.Length ?? 0;
            if (record.Rejection == RejectionReason.None)
            {
                after.Observe(record.Event.Time, settings);
            }
        }

        Next = new PartitionProgress(records[^1].Position.Next, after);

        _records = ArrayPool<SourceRecord>.Shared.Rent(Count);
        records.CopyTo(_records);
    }

    [Id(0)]
    internal int Partition { get; private init; }

    [Id(1)]
    internal long Epoch { get; private init; }

    [Id(2)]
    internal long Index { get; private init; }

    [Id(3)]
    internal long Sequence { get; private init; }

    /// <summary>The silo that read it: the only one where its grain can take it.</summary>
    [Id(4)]
    internal SiloAddress Reader { get; private init; }

    /// <summary>How many records it has; 0 on any silo but the reader's.</summary>
    [field: NonSerialized]
    internal int Count { get; }

    /// <summary>Bytes of its records that are no events.</summary>
    [field: NonSerialized]
    internal long RawBytes { get; }

    /// <summary>How many users it is thought to have; they are on the flow's account until it is handed out.</summary>
    [field: NonSerialized]
    internal int ExpectedUsers { get; }

    /// <summary>The partition's clock before the first record.</summary>
    [field: NonSerialized]
    internal EventClock Before { get; }

    /// <summary>Everything below this was in this poll or in an earlier one.</summary>
    [field: NonSerialized]
    internal PartitionProgress Next { get; }

    /// <summary>The records, until they are forgotten.</summary>
    internal ReadOnlySpan<SourceRecord> Records => _records.AsSpan(0, _records is null ? 0 : Count);

    public StreamId StreamId => PartitionStreams.Of(Partition);

    public StreamSequenceToken SequenceToken => new EventSequenceTokenV2(Sequence);

    public IEnumerable<Tuple<T, StreamSequenceToken>> GetEvents<T>() =>
        this is T poll ? [Tuple.Create(poll, SequenceToken)] : [];

    public bool ImportRequestContext() => false;

    /// <summary>The records have been taken over: their memory, large and needed again at once, goes to the next poll.</summary>
    internal void ForgetRecords()
    {
        if (_records is { } records)
        {
            _records = null;
            ArrayPool<SourceRecord>.Shared.Return(records, clearArray: true);
        }
    }
}
