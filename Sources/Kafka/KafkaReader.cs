using Confluent.Kafka;
using Microsoft.Extensions.Logging;
using PathwayOrleans.Aggregation;
using PathwayOrleans.Aggregation.Events;

namespace PathwayOrleans.Sources.Kafka;

/// <summary>
/// The common parts of both readers of a topic. Only the engine decides where to start. librdkafka is given offsets, never "the
/// end": it would resolve that asynchronously, and a response that arrives after a seek silently undoes the seek.
/// </summary>
internal abstract class KafkaReader : IPartitionedReader
{
    private static readonly TimeSpan QueryTimeout = TimeSpan.FromSeconds(10);
    private static readonly TimeSpan ProbeTimeout = TimeSpan.FromSeconds(2);
    private static readonly TimeSpan PublishInterval = TimeSpan.FromMinutes(1);
    private static readonly TimeSpan PublishTimeout = TimeSpan.FromSeconds(5);

    // How many records are read between two checks of the time while there is no pause.
    private const int ReadsPerCheck = 4096;

    private readonly KafkaOptions _options;
    private readonly EventRules _rules;
    private readonly ILogger _logger;
    private readonly HashSet<int> _positioned = [];

    // Null if events are delivered.
    private readonly ContentDeserializer? _content;

    // The offset after the last record of each positioned partition that was delivered.
    private long[] _next = new long[16];

    // librdkafka stopped fetching these because the log does not hold the offset. It cannot seek a partition that it does not
    // fetch.
    private readonly HashSet<int> _stalled = [];

    // A pause in librdkafka lasts for the client's lifetime, even if the partition was assigned elsewhere in between.
    private readonly HashSet<int> _paused = [];

    // What was reported last as durable of each partition that is assigned.
    private readonly Dictionary<int, Position> _reported = [];
    private IReaderListener? _listener;
    private Task _publishing = Task.CompletedTask;
    private long _publishedAt;
    private int _reads;

    private protected KafkaReader(
        KafkaOptions options, EventRules rules, RecordDelivery delivery, ConsumerConfig config, ILogger logger)
    {
        _rules = rules;
        _options = options;
        _logger = logger;
        KafkaLibrary.Log(logger);
        if (delivery.Headers.Count > 0)
        {
            config.ConsumeResultFields = "timestamp,headers";
        }

        ConsumerBuilder<Ignore, ParsedMessage> builder = new ConsumerBuilder<Ignore, ParsedMessage>(config)
            .SetErrorHandler((_, error) => logger.KafkaError(error.Reason))
            .SetLogHandler((_, message) => logger.Librdkafka(message.Level.ToString(), message.Facility, message.Message));
        _content = delivery.IsRaw ? new ContentDeserializer(delivery.Headers) : null;
        builder.SetValueDeserializer(_content ?? (IDeserializer<ParsedMessage>)new EventDeserializer(rules));
        if (delivery.HasKey)
        {
            builder.SetKeyDeserializer(_content);
        }

        AddHandlers(builder);
        Consumer = KafkaClientSettings.Build(builder.Build);
    }

    public abstract bool IsMember { get; }

    /// <summary>The clock.</summary>
    internal TimeProvider Time { get; init; } = TimeProvider.System;

    private protected IConsumer<Ignore, ParsedMessage> Consumer { get; }

    private protected IReaderListener Listener =>
        _listener ?? throw new InvalidOperationException($"The reader of {_options.Topic} has not been started.");

    public virtual void Start(IReaderListener listener)
    {
        _listener = listener;
        _publishedAt = Time.GetTimestamp();
    }

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

        if (result is null || ++_reads >= ReadsPerCheck)
        {
            _reads = 0;
            PublishWhenDue();
        }

        if (result is null || !_positioned.Contains(result.Partition.Value))
        {
            return false;
        }

        if (result.IsPartitionEOF)
        {
            return TryPassEnd(result.Partition.Value, result.Offset.Value, out record);
        }

        _next[result.Partition.Value] = result.Offset.Value + 1;
        Timestamp time = result.Message.Timestamp;
        long? brokerTime = time.Type == TimestampType.NotAvailable ? null : time.UnixTimestampMs;
        record = _content is null
            ? result.Message.Value.ToRecord(result.Partition.Value, result.Offset.Value, brokerTime, _rules)
            : _content.ToRecord(result.Partition.Value, result.Offset.Value, brokerTime, result.Message.Headers);
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
        catch (KafkaException e)
            when (e.Error.Code is ErrorCode.Local_State or ErrorCode.Local_UnknownPartition or ErrorCode.Local_Outdated)
        {
            // The assignment has not reached librdkafka's fetcher yet, or was just revoked.
            _positioned.Remove(partition);
            return false;
        }

        SetPositioned(partition, position);
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
        _reported[partition] = next;
        try
        {
            Consumer.StoreOffset(On(partition, next));
        }
        catch (KafkaException e) when (e.Error.Code is ErrorCode.Local_State or ErrorCode.Local_UnknownPartition)
        {
            // No longer assigned here; the new owner reports its own progress.
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
                throw new SourceUnavailableException(
                    $"partition {partition} of {_options.Topic} did not report its bounds: {e.Error.Reason}", e);
            }
        },
        cancellationToken);

    public string? FindGap(SourcePartition partition, LogBounds bounds, Position? next) => KafkaGap.Find(partition, bounds, next);

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
            // The client must not be closed during a call on another thread.
            _publishing.Wait(PublishTimeout);
            Consumer.Close();
        }
        catch (KafkaException e) when (e.Error.IsFatal)
        {
            // The read that failed has reported it; a client after a fatal error holds no partitions.
        }
    }

    public void Dispose()
    {
        Consumer.Dispose();
        GC.SuppressFinalize(this);
    }

    /// <summary>
    /// Adds handlers to the consumer. They run only while this reader reads or closes, and therefore never before its
    /// constructor has finished.
    /// </summary>
    private protected virtual void AddHandlers(ConsumerBuilder<Ignore, ParsedMessage> builder)
    {
    }

    /// <summary>Marks a partition as positioned: librdkafka has its start offset, so its records are delivered.</summary>
    private protected void SetPositioned(int partition, Position start)
    {
        _positioned.Add(partition);
        if (partition >= _next.Length)
        {
            Array.Resize(ref _next, Math.Max(partition + 1, _next.Length * 2));
        }

        _next[partition] = start.ToOffset();
    }

    /// <summary>
    /// Discards the state of partitions that are removed or newly assigned: they deliver nothing until they are positioned, and
    /// are not paused then.
    /// </summary>
    private protected void StopTracking(IReadOnlyCollection<int> partitions)
    {
        _positioned.ExceptWith(partitions);
        _stalled.ExceptWith(partitions);
        foreach (int partition in partitions)
        {
            _reported.Remove(partition);
        }

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
            // A partition that librdkafka no longer has is not paused there either.
        }
    }

    private protected TopicPartition On(int partition) => new(_options.Topic, partition);

    private protected TopicPartitionOffset On(int partition, Position position) =>
        new(On(partition), new Offset(position.ToOffset()));

    // The client commits the offset of a partition when it has changed. Offsets that an administrator has reset would be wrong
    // until the next record of the partition, and lag tools would show the whole log as lag.
    private void PublishWhenDue()
    {
        if (Time.GetElapsedTime(_publishedAt) < PublishInterval || !_publishing.IsCompleted)
        {
            return;
        }

        _publishedAt = Time.GetTimestamp();
        if (_reported.Count == 0)
        {
            return;
        }

        TopicPartitionOffset[] offsets = [.. _reported.Select(reported => On(reported.Key, reported.Value))];
        _publishing = Task.Run(async () =>
        {
            try
            {
                // A commit to brokers that do not answer would wait for a minute, and closing for the commit.
                if (await IsReachableAsync(CancellationToken.None))
                {
                    Consumer.Commit(offsets);
                }
            }
            catch (Exception e) when (e is KafkaException or ObjectDisposedException)
            {
                // No longer the owner, or not a member; the owner publishes its offsets itself.
            }
        });
    }

    // The last positions of a log may hold no records: markers of transactions, records of an aborted one, compacted records.
    // If progress stayed before them, their later deletion would look like a loss.
    private bool TryPassEnd(int partition, long end, out SourceRecord record)
    {
        bool isPassed = end > _next[partition];
        record = isPassed ? SourceRecord.Empty(partition, Position.FromOffset(end - 1)) : default;
        _next[partition] = Math.Max(end, _next[partition]);
        return isPassed;
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
            throw new InvalidOperationException($"Kafka: {e.Error.Reason}. This client cannot continue; restart the process.", e);
        }
    }
}
