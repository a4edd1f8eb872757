using Confluent.Kafka;
using Microsoft.Extensions.Logging;
using PathwayOrleans.Aggregation;

namespace PathwayOrleans.Sources.Kafka;

/// <summary>
/// Reads partitions of a topic, whoever decides which. Where to start is the engine's decision alone; librdkafka is
/// told offsets only, never "the end": it would look that up on its own time, and an answer that crosses a seek
/// undoes the seek without a word.
/// </summary>
public abstract class KafkaReader : IPartitionedReader
{
    private static readonly TimeSpan QueryTimeout = TimeSpan.FromSeconds(10);
    private static readonly TimeSpan ProbeTimeout = TimeSpan.FromSeconds(2);

    private readonly KafkaOptions _options;
    private readonly ILogger _logger;
    private readonly HashSet<int> _positioned = [];

    // librdkafka has given these up for an offset that the log does not hold; it seeks only where it fetches.
    private readonly HashSet<int> _stalled = [];
    // librdkafka remembers a pause for as long as it lives, whoever has the partition meanwhile.
    private readonly HashSet<int> _paused = [];
    private IReaderListener? _listener;

    private protected KafkaReader(KafkaOptions options, ConsumerConfig config, ILogger logger)
    {
        _options = options;
        _logger = logger;
        ConsumerBuilder<Ignore, ParsedMessage> builder = new ConsumerBuilder<Ignore, ParsedMessage>(config)
            .SetValueDeserializer(new EventDeserializer())
            .SetErrorHandler((_, error) => logger.KafkaError(error.Reason))
            .SetLogHandler((_, message) => logger.Librdkafka(message.Level.ToString(), message.Facility, message.Message));
        AddHandlers(builder);
        Consumer = KafkaClientSettings.Build(builder.Build);
    }

    public abstract bool IsMember { get; }

    private protected IConsumer<Ignore, ParsedMessage> Consumer { get; }

    private protected IReaderListener Listener =>
        _listener ?? throw new InvalidOperationException($"The reader of {_options.Topic} has not been started.");

    public virtual void Start(IReaderListener listener) => _listener = listener;

    public bool TryRead(TimeSpan wait, out SourceRecord record)
    {
        record = default;
        ConsumeResult<Ignore, ParsedMessage>? result;
        try
        {
            result = Consumer.Consume((int)wait.TotalMilliseconds);
        }
        catch (ConsumeException e)
        {
            OnConsumeError(e);
            return false;
        }

        // Told where enable.partition.eof asks for it.
        if (result?.IsPartitionEOF == true && _positioned.Contains(result.Partition.Value))
        {
            OnEnd(result.Partition.Value, result.Offset.Value);
        }

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
        TopicPartitionOffset target = On(partition, position);
        try
        {
            if (_stalled.Contains(partition))
            {
                Consumer.IncrementalUnassign([target.TopicPartition]);
                Consumer.IncrementalAssign([target]);
                _stalled.Remove(partition);
            }
            else
            {
                Consumer.Seek(target);
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

    public void Pause(IReadOnlyCollection<int> partitions)
    {
        Consumer.Pause(partitions.Select(On));
        _paused.UnionWith(partitions);
    }

    public void Resume(IReadOnlyCollection<int> partitions)
    {
        Consumer.Resume(partitions.Select(On));
        _paused.ExceptWith(partitions);
    }

    public void ReportDurable(int partition, Position next)
    {
        try
        {
            Consumer.StoreOffset(On(partition, next));
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
            Offset high = Consumer.GetWatermarkOffsets(On(partition)).High;
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
                WatermarkOffsets offsets = Consumer.QueryWatermarkOffsets(On(partition), QueryTimeout);
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
                using IAdminClient admin = new DependentAdminClientBuilder(Consumer.Handle).Build();
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
            Consumer.Close();
        }
        catch (KafkaException e) when (e.Error.IsFatal)
        {
            // Told before, by the read that threw; such a client has nothing left to give back.
        }
    }

    public void Dispose()
    {
        Consumer.Dispose();
        GC.SuppressFinalize(this);
    }

    /// <summary>
    /// What else the consumer is to call. It calls none of it before this reader is complete: all calls come from
    /// reading or closing.
    /// </summary>
    private protected virtual void AddHandlers(ConsumerBuilder<Ignore, ParsedMessage> builder)
    {
    }

    /// <summary>Everything of a partition below an offset was delivered, and there is no more at the moment.</summary>
    private protected virtual void OnEnd(int partition, long offset)
    {
    }

    /// <summary>From now on this partition's records are delivered: librdkafka has been told where from.</summary>
    private protected void SetPositioned(int partition) => _positioned.Add(partition);

    /// <summary>These partitions go, or come anew: they deliver nothing until they are positioned, and are not paused then.</summary>
    private protected void Forget(IReadOnlyCollection<int> partitions)
    {
        _positioned.ExceptWith(partitions);
        _stalled.ExceptWith(partitions);
        int[] paused = partitions.Where(_paused.Remove).ToArray();
        if (paused.Length == 0)
        {
            return;
        }

        try
        {
            Consumer.Resume(paused.Select(On));
        }
        catch (KafkaException)
        {
            // A partition that librdkafka no longer knows is not paused there either.
        }
    }

    private protected TopicPartition On(int partition) => new(_options.Topic, partition);

    private protected TopicPartitionOffset On(int partition, Position position) => new(On(partition), new Offset(position.ToOffset()));

    private void OnConsumeError(ConsumeException e)
    {
        int partition = e.ConsumerRecord?.Partition.Value ?? Partition.Any.Value;
        switch (e.Error.Code)
        {
            case ErrorCode.Local_AutoOffsetReset or ErrorCode.OffsetOutOfRange when partition >= 0:
                _stalled.Add(partition);
                if (_positioned.Remove(partition))
                {
                    Listener.OnPositionLost(partition, e.Error.Reason);
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
}
