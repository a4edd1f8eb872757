using Confluent.Kafka;
using Microsoft.Extensions.Logging;
using PathwayOrleans.Aggregation;

namespace PathwayOrleans.Sources.Kafka;

/// <summary>
/// Reads a topic's partitions as a member of a consumer group. The group decides who reads what; where to start
/// is the engine's decision alone, so a fresh assignment is parked at the log's end and its records are dropped
/// until the engine seeks. librdkafka is told offsets only, never "the end": it would look that up on its own
/// time, and an answer that crosses a seek undoes the seek without a word.
/// </summary>
public sealed class KafkaGroupReader : IPartitionedReader
{
    private static readonly TimeSpan QueryTimeout = TimeSpan.FromSeconds(10);
    private static readonly TimeSpan ProbeTimeout = TimeSpan.FromSeconds(2);
    private static readonly TimeSpan ParkTimeout = TimeSpan.FromSeconds(5);

    // What the protocol calls the time after the last record.
    private static readonly Timestamp Latest = new(-1, TimestampType.CreateTime);

    private readonly KafkaOptions _options;
    private readonly ILogger<KafkaGroupReader> _logger;
    private readonly IConsumer<Ignore, ParsedMessage> _consumer;
    private readonly HashSet<int> _positioned = [];

    // librdkafka has given these up for an offset that the log does not hold; it seeks only where it fetches.
    private readonly HashSet<int> _stalled = [];
    private IReaderListener? _listener;

    /// <exception cref="InvalidOperationException">librdkafka refuses a property; the message names it.</exception>
    public KafkaGroupReader(KafkaOptions options, ILogger<KafkaGroupReader> logger)
    {
        _options = options;
        _logger = logger;
        _consumer = KafkaClientSettings.Build(new ConsumerBuilder<Ignore, ParsedMessage>(KafkaClientSettings.Consumer(options))
            .SetValueDeserializer(new EventDeserializer())
            .SetPartitionsAssignedHandler((_, partitions) => OnAssigned(partitions))
            .SetPartitionsRevokedHandler((_, partitions) => _listener!.OnRevoked(Forget(partitions)))
            .SetPartitionsLostHandler((_, partitions) => _listener!.OnLost(Forget(partitions)))
            .SetErrorHandler((_, error) => logger.KafkaError(error.Reason))
            .SetLogHandler((_, message) => logger.Librdkafka(message.Level.ToString(), message.Facility, message.Message))
            .Build);
    }

    public bool IsMember => !string.IsNullOrEmpty(_consumer.MemberId);

    public void Start(IReaderListener listener)
    {
        _listener = listener;
        _consumer.Subscribe(_options.Topic);
    }

    public bool TryRead(TimeSpan wait, out SourceRecord record)
    {
        record = default;
        ConsumeResult<Ignore, ParsedMessage>? result;
        try
        {
            result = _consumer.Consume((int)wait.TotalMilliseconds);
        }
        catch (ConsumeException e)
        {
            OnConsumeError(e);
            return false;
        }

        // Without a message: the end of a partition, told where enable.partition.eof asks for it.
        if (result?.Message is null || !_positioned.Contains(result.Partition.Value))
        {
            return false;
        }

        Timestamp time = result.Message.Timestamp;
        record = result.Message.Value.ToRecord(
            result.Partition.Value,
            result.Offset.Value,
            time.Type == TimestampType.NotAvailable ? null : time.UnixTimestampMs);
        return true;
    }

    public bool TrySeek(int partition, Position position)
    {
        var target = new TopicPartitionOffset(On(partition), new Offset(position.ToOffset()));
        try
        {
            if (_stalled.Contains(partition))
            {
                _consumer.IncrementalUnassign([target.TopicPartition]);
                _consumer.IncrementalAssign([target]);
                _stalled.Remove(partition);
            }
            else
            {
                _consumer.Seek(target);
            }
        }
        catch (KafkaException e) when (e.Error.Code is ErrorCode.Local_State or ErrorCode.Local_UnknownPartition or ErrorCode.Local_Outdated)
        {
            // The assignment has not reached librdkafka's fetcher yet, or has just been taken back.
            _positioned.Remove(partition);
            return false;
        }

        _positioned.Add(partition);
        return true;
    }

    public void Pause(IReadOnlyCollection<int> partitions) => _consumer.Pause(partitions.Select(On));

    public void Resume(IReadOnlyCollection<int> partitions) => _consumer.Resume(partitions.Select(On));

    public void ReportDurable(int partition, Position next)
    {
        try
        {
            _consumer.StoreOffset(new TopicPartitionOffset(On(partition), new Offset(next.ToOffset())));
        }
        catch (KafkaException e) when (e.Error.Code is ErrorCode.Local_State or ErrorCode.Local_UnknownPartition)
        {
            // No longer ours. The new owner reports its own.
        }
    }

    public Position? EndOf(int partition)
    {
        try
        {
            Offset high = _consumer.GetWatermarkOffsets(On(partition)).High;
            return high.IsSpecial ? null : Position.FromOffset(high.Value);
        }
        catch (KafkaException)
        {
            return null;
        }
    }

    public Task<LogBounds> QueryBoundsAsync(int partition, CancellationToken cancellationToken) => Task.Run(
        () =>
        {
            try
            {
                WatermarkOffsets offsets = _consumer.QueryWatermarkOffsets(On(partition), QueryTimeout);
                return new LogBounds(Position.FromOffset(offsets.Low.Value), Position.FromOffset(offsets.High.Value));
            }
            catch (KafkaException e)
            {
                throw new SourceUnavailableException($"partition {partition} of {_options.Topic} cannot be asked for its bounds: {e.Error.Reason}", e);
            }
        },
        cancellationToken);

    public Task<bool> IsReachableAsync(CancellationToken cancellationToken) => Task.Run(
        () =>
        {
            try
            {
                using IAdminClient admin = new DependentAdminClientBuilder(_consumer.Handle).Build();
                return admin.GetMetadata(_options.Topic, ProbeTimeout).Brokers.Count > 0;
            }
            catch (KafkaException)
            {
                return false;
            }
        },
        cancellationToken);

    public void Close()
    {
        try
        {
            _consumer.Close();
        }
        catch (KafkaException e) when (e.Error.IsFatal)
        {
            // Told before, by the read that threw; such a client has nothing left to give back.
        }
    }

    public void Dispose() => _consumer.Dispose();

    private List<TopicPartitionOffset> OnAssigned(List<TopicPartition> partitions)
    {
        _listener!.OnAssigned(Forget(partitions.Select(p => new TopicPartitionOffset(p, Offset.Unset))));
        return FindEnds(partitions);
    }

    private List<TopicPartitionOffset> FindEnds(List<TopicPartition> partitions)
    {
        try
        {
            return _consumer.OffsetsForTimes(partitions.Select(p => new TopicPartitionTimestamp(p, Latest)), ParkTimeout);
        }
        catch (KafkaException)
        {
            // Where the first record is gone the partition stalls there, and is taken up again by the seek.
            return partitions.ConvertAll(p => new TopicPartitionOffset(p, 0));
        }
    }

    private List<int> Forget(IEnumerable<TopicPartitionOffset> partitions)
    {
        List<int> numbers = partitions.Select(p => p.Partition.Value).ToList();
        _positioned.ExceptWith(numbers);
        _stalled.ExceptWith(numbers);
        return numbers;
    }

    private void OnConsumeError(ConsumeException e)
    {
        int partition = e.ConsumerRecord?.Partition.Value ?? Partition.Any.Value;
        switch (e.Error.Code)
        {
            case ErrorCode.Local_AutoOffsetReset or ErrorCode.OffsetOutOfRange when partition >= 0:
                _stalled.Add(partition);
                if (_positioned.Remove(partition))
                {
                    _listener!.OnPositionLost(partition, e.Error.Reason);
                }

                break;
            case ErrorCode.UnknownTopicOrPart:
                _logger.TopicMissing(_options.Topic);
                break;
            default:
                _logger.KafkaError(e.Error.Reason);
                break;
        }

        if (e.Error.IsFatal)
        {
            throw new InvalidOperationException($"Kafka: {e.Error.Reason}. This client cannot go on; the process has to start again.", e);
        }
    }

    private TopicPartition On(int partition) => new(_options.Topic, partition);
}
