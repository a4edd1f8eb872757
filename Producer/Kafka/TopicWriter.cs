using System.Collections.Concurrent;
using Confluent.Kafka;
using PathwayOrleans.Sources.Kafka;

namespace PathwayOrleans.Producer.Kafka;

/// <summary>
/// Produces messages as fast as librdkafka accepts them and tracks the acknowledgement of each. The producer is idempotent: an
/// acknowledged message is in the log once, in the order of <see cref="Write"/>. One thread writes.
/// </summary>
/// <typeparam name="TTag">The caller's data of a message, passed back when the message is acknowledged.</typeparam>
public sealed class TopicWriter<TTag> : IDisposable
{
    /// <summary>The maximum number of unacknowledged messages: the default size of librdkafka's queue.</summary>
    private const int MaxInFlight = 100_000;

    /// <summary>
    /// After waiting there is room for a whole batch; otherwise the two threads would wake each other for every message.
    /// </summary>
    private const int ResumeBelow = MaxInFlight / 4 * 3;

    /// <summary>The size of a record without key and value, including its share of the batch header.</summary>
    private const int RecordOverhead = 24;

    private static readonly TimeSpan WaitSlice = TimeSpan.FromMilliseconds(100);

    private readonly KafkaOptions _options;
    private readonly Action<TTag, int, long> _onAcknowledged;
    private readonly IProducerGate? _gate;
    private readonly IProducer<byte[], byte[]> _producer;
    private readonly TopicPartition[] _partitions;
    private readonly long[] _starts;
    private readonly long[] _ends;
    private readonly ConcurrentQueue<InFlight<TTag>> _idle = new();
    private readonly ManualResetEventSlim _room = new();
    private readonly ManualResetEventSlim _settled = new();
    private readonly Message<byte[], byte[]> _message = new() { Headers = [] };
    private volatile ProduceFailedException? _failure;
    private volatile bool _isFlushing;
    private int _inFlight;
    private long _acknowledged;
    private long _unplaced;

    /// <summary>Connects and looks up the topic.</summary>
    /// <param name="options">Brokers and topic; validated.</param>
    /// <param name="onAcknowledged">
    /// Called with tag, partition and offset of each acknowledged message, on one thread, in the order of each partition. The
    /// offset is negative if the broker did not return it, see <see cref="Unplaced"/>.
    /// </param>
    /// <param name="onTrouble">Called with connection errors, from which the client recovers by itself.</param>
    /// <param name="gate">Limits the producer per partition; null for no limit.</param>
    /// <exception cref="ProduceFailedException">No broker answers, or the topic does not exist.</exception>
    public TopicWriter(
        KafkaOptions options, Action<TTag, int, long> onAcknowledged, Action<string> onTrouble, IProducerGate? gate = null)
    {
        ArgumentNullException.ThrowIfNull(options);
        ArgumentNullException.ThrowIfNull(onTrouble);
        _options = options;
        _onAcknowledged = onAcknowledged;
        _gate = gate;
        ProducerConfig config = KafkaClientSettings.Producer(options);

        // Partition, offset and error are always reported. The other fields are not used, and copying them costs time per
        // message.
        config.DeliveryReportFields = "none";
        _producer = new ProducerBuilder<byte[], byte[]>(config)
            .SetLogHandler((_, _) => { })
            .SetErrorHandler((_, error) => OnError(error, onTrouble))
            .Build();
        try
        {
            int count = TopicLookup.CountPartitions(_producer.Handle, options);
            _partitions = Enumerable.Range(0, count).Select(p => new TopicPartition(options.Topic, p)).ToArray();
            _starts = new long[count];
            _ends = new long[count];
            Array.Fill(_starts, -1);
        }
        catch
        {
            _producer.Dispose();
            throw;
        }
    }

    /// <summary>The number of partitions of the topic.</summary>
    public int Partitions => _partitions.Length;

    /// <summary>The number of acknowledged messages. May be read from any thread.</summary>
    public long Acknowledged => Interlocked.Read(ref _acknowledged);

    /// <summary>
    /// The number of acknowledged messages without an offset: the broker's answer was lost, and the answer to the retry says only
    /// that the message is a duplicate. May be read from any thread.
    /// </summary>
    public long Unplaced => Interlocked.Read(ref _unplaced);

    /// <summary>
    /// For each partition the offset after the last acknowledged message; 0 if there is none. May be called from any thread.
    /// </summary>
    public long[] Ends() => Array.ConvertAll(_ends, static end => end);

    /// <summary>
    /// For each partition the offset of the first acknowledged message; -1 if there is none. May be called from any thread.
    /// </summary>
    public long[] Starts() => Array.ConvertAll(_starts, static start => start);

    /// <summary>Produces a message. Waits while the gate is closed or too many messages are unacknowledged.</summary>
    /// <param name="partition">The partition's number.</param>
    /// <param name="key">The key or null; copied before this returns.</param>
    /// <param name="value">The payload or null; copied before this returns.</param>
    /// <param name="tag">Passed back when the message is acknowledged.</param>
    /// <param name="cancellationToken">Cancels the wait.</param>
    /// <exception cref="ProduceFailedException">This message or an earlier one failed with a non-transient error.</exception>
    /// <exception cref="OperationCanceledException">The wait was cancelled; the message is not produced.</exception>
    public void Write(int partition, byte[]? key, byte[]? value, TTag tag, CancellationToken cancellationToken)
    {
        _gate?.Enter(partition, (key?.Length ?? 0) + (value?.Length ?? 0) + RecordOverhead, cancellationToken);
        if (Volatile.Read(ref _inFlight) >= MaxInFlight)
        {
            WaitForRoom(cancellationToken);
        }

        if (!_idle.TryDequeue(out InFlight<TTag>? message))
        {
            message = new InFlight<TTag>(OnDelivered);
        }

        message.Tag = tag;
        _message.Key = key!;
        _message.Value = value!;
        Interlocked.Increment(ref _inFlight);
        while (!TryProduce(partition, message))
        {
            _room.Reset();
            _room.Wait(WaitSlice, cancellationToken);
            ThrowIfFailed();
        }
    }

    /// <summary>Returns when every message is acknowledged.</summary>
    /// <exception cref="ProduceFailedException">A message failed with a non-transient error.</exception>
    /// <exception cref="OperationCanceledException">The wait was cancelled.</exception>
    public void Flush(CancellationToken cancellationToken)
    {
        // The client's own Flush is not used: it runs callbacks on this thread too, concurrently with those on the client's
        // thread.
        _isFlushing = true;
        while (Volatile.Read(ref _inFlight) > 0)
        {
            ThrowIfFailed();
            _settled.Wait(WaitSlice, cancellationToken);
        }

        _isFlushing = false;
        ThrowIfFailed();
    }

    /// <summary>Disposes the client. Messages that are not acknowledged by now may or may not be in the log.</summary>
    public void Dispose()
    {
        _producer.Dispose();
        _room.Dispose();
        _settled.Dispose();
    }

    private bool TryProduce(int partition, InFlight<TTag> message)
    {
        try
        {
            _producer.Produce(_partitions[partition], _message, message.Handler);
            return true;
        }
        catch (ProduceException<byte[], byte[]> e) when (e.Error.Code == ErrorCode.Local_QueueFull)
        {
            return false;
        }
        catch (ProduceException<byte[], byte[]> e)
        {
            Interlocked.Decrement(ref _inFlight);
            ThrowIfFailed();
            throw Refused(partition, e.Error);
        }
    }

    private void WaitForRoom(CancellationToken cancellationToken)
    {
        while (Volatile.Read(ref _inFlight) >= ResumeBelow)
        {
            ThrowIfFailed();
            _room.Reset();
            _room.Wait(WaitSlice, cancellationToken);
        }

        ThrowIfFailed();
    }

    // Runs on the client's thread, one call at a time.
    private void OnDelivered(InFlight<TTag> message, DeliveryReport<byte[], byte[]> report)
    {
        if (report.Error.IsError)
        {
            _failure ??= Refused(report.Partition.Value, report.Error);
        }
        else
        {
            Place(report.Partition.Value, report.Offset.Value);
            _onAcknowledged(message.Tag!, report.Partition.Value, report.Offset.Value);
            Interlocked.Increment(ref _acknowledged);
        }

        _idle.Enqueue(message);
        int left = Interlocked.Decrement(ref _inFlight);
        if (left < ResumeBelow && !_room.IsSet)
        {
            _room.Set();
        }

        if (left == 0 && _isFlushing)
        {
            _settled.Set();
        }
    }

    private void Place(int partition, long offset)
    {
        if (offset < 0)
        {
            Interlocked.Increment(ref _unplaced);
            return;
        }

        if (_starts[partition] < 0)
        {
            Volatile.Write(ref _starts[partition], offset);
        }

        Volatile.Write(ref _ends[partition], offset + 1);
    }

    private void OnError(Error error, Action<string> onTrouble)
    {
        if (error.IsFatal)
        {
            _failure ??= new ProduceFailedException(
                $"Kafka: {error.Reason}. This producer cannot continue; its last messages may or may not be in the log.");
        }
        else
        {
            onTrouble($"Kafka: {error.Reason}. The client retries.");
        }
    }

    private ProduceFailedException Refused(int partition, Error error) => new(
        error.Code == ErrorCode.MsgSizeTooLarge
            ? $"A message for {_options.Topic}[{partition}] is larger than the limit of this client or the broker " +
              $"({error.Reason}). Raise {KafkaOptions.Section}:Client:message.max.bytes here and message.max.bytes at the " +
              "broker, or remove the message."
            : $"A message for {_options.Topic}[{partition}] at {_options.BootstrapServers} was not acknowledged: " +
              $"{error.Reason}. It may or may not be in the log.");

    private void ThrowIfFailed()
    {
        if (_failure is { } failure)
        {
            throw failure;
        }
    }
}
