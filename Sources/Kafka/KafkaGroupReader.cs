using Confluent.Kafka;
using Microsoft.Extensions.Logging;
using PathwayOrleans.Aggregation;

namespace PathwayOrleans.Sources.Kafka;

/// <summary>
/// Reads a topic's partitions as a member of a consumer group. The group decides who reads what; where to start
/// is the engine's decision alone, so a fresh assignment is parked at the log's end and its records are dropped
/// until the engine seeks.
/// </summary>
public sealed class KafkaGroupReader : IPartitionedReader
{
    private static readonly TimeSpan QueryTimeout = TimeSpan.FromSeconds(10);
    private static readonly TimeSpan ProbeTimeout = TimeSpan.FromSeconds(2);

    private readonly KafkaOptions _options;
    private readonly ILogger<KafkaGroupReader> _logger;
    private readonly IConsumer<Ignore, ParsedMessage> _consumer;
    private readonly HashSet<int> _positioned = [];
    private IReaderListener? _listener;

    /// <exception cref="InvalidOperationException">librdkafka refuses a property; the message names it.</exception>
    public KafkaGroupReader(KafkaOptions options, ILogger<KafkaGroupReader> logger)
    {
        _options = options;
        _logger = logger;
        try
        {
            _consumer = new ConsumerBuilder<Ignore, ParsedMessage>(KafkaClientSettings.Consumer(options))
                .SetValueDeserializer(new EventDeserializer())
                .SetPartitionsAssignedHandler((_, partitions) => OnAssigned(partitions))
                .SetPartitionsRevokedHandler((_, partitions) => _listener!.OnRevoked(Forget(partitions)))
                .SetPartitionsLostHandler((_, partitions) => _listener!.OnLost(Forget(partitions)))
                .SetErrorHandler((_, error) => logger.KafkaError(error.Reason))
                .SetLogHandler((_, message) => logger.Librdkafka(message.Level.ToString(), message.Facility, message.Message))
                .Build();
        }
        catch (InvalidOperationException e)
        {
            throw new InvalidOperationException($"{KafkaOptions.Section}:Client has a property that librdkafka refuses: {e.Message}", e);
        }
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

        if (result is null || !_positioned.Contains(result.Partition.Value))
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
        try
        {
            _consumer.Seek(new TopicPartitionOffset(On(partition), new Offset(position.ToOffset())));
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

    public void Close() => _consumer.Close();

    public void Dispose() => _consumer.Dispose();

    private List<TopicPartitionOffset> OnAssigned(List<TopicPartition> partitions)
    {
        _listener!.OnAssigned(Forget(partitions.Select(p => new TopicPartitionOffset(p, Offset.Unset))));
        return partitions.ConvertAll(p => new TopicPartitionOffset(p, Offset.End));
    }

    private List<int> Forget(IEnumerable<TopicPartitionOffset> partitions)
    {
        List<int> numbers = partitions.Select(p => p.Partition.Value).ToList();
        _positioned.ExceptWith(numbers);
        return numbers;
    }

    private void OnConsumeError(ConsumeException e)
    {
        int partition = e.ConsumerRecord?.Partition.Value ?? Partition.Any.Value;
        switch (e.Error.Code)
        {
            case ErrorCode.Local_AutoOffsetReset or ErrorCode.OffsetOutOfRange when partition >= 0:
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
