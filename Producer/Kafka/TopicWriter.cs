using System.Collections.Concurrent;
using Confluent.Kafka;
using PathwayOrleans.Sources.Kafka;

namespace PathwayOrleans.Producer.Kafka;

/// <summary>
/// Hands messages to librdkafka as fast as it takes them and hears of each one's acknowledgement. An idempotent
/// producer: what is acknowledged is in the log once, in the order of <see cref="Write"/>. One thread writes.
/// </summary>
/// <typeparam name="TTag">What the caller wants to know of a message when it is acknowledged.</typeparam>
public sealed class TopicWriter<TTag> : IDisposable
{
    /// <summary>Messages not acknowledged yet; librdkafka's own queue holds as many by default.</summary>
    private const int MaxInFlight = 100_000;

    /// <summary>After waiting, room for a good batch, or the two threads would wake each other for every message.</summary>
    private const int ResumeBelow = MaxInFlight / 4 * 3;

    /// <summary>What a record takes beside key and value, with its share of the batch's header.</summary>
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

    /// <summary>Connects and looks the topic up.</summary>
    /// <param name="options">Where to; validated.</param>
    /// <param name="onAcknowledged">
    /// Tag, partition and offset of each message that the broker has; called on one thread, in the order of each
    /// partition. The offset is negative where the broker did not tell it, see <see cref="Unplaced"/>.
    /// </param>
    /// <param name="onTrouble">Hears of connection troubles, which the client overcomes by itself.</param>
    /// <param name="gate">Holds partitions back; null for none.</param>
    /// <exception cref="ProduceFailedException">No broker answers, or there is no such topic.</exception>
    public TopicWriter(KafkaOptions options, Action<TTag, int, long> onAcknowledged, Action<string> onTrouble, IProducerGate? gate = null)
    {
        ArgumentNullException.ThrowIfNull(options);
        ArgumentNullException.ThrowIfNull(onTrouble);
        _options = options;
        _onAcknowledged = onAcknowledged;
        _gate = gate;
        ProducerConfig config = KafkaClientSettings.Producer(options);

        // Partition, offset and error are always reported; the rest would be copied for each message in vain.
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

    /// <summary>How many partitions the topic has.</summary>
    public int Partitions => _partitions.Length;

    /// <summary>Messages that the broker has. May be read from any thread.</summary>
    public long Acknowledged => Interlocked.Read(ref _acknowledged);

    /// <summary>
    /// Messages that the broker has, and of which it did not say where: its answer was lost, and when asked again
    /// it only knew that it had them. May be read from any thread.
    /// </summary>
    public long Unplaced => Interlocked.Read(ref _unplaced);

    /// <summary>For each partition the offset after the last acknowledged message; 0 where there is none. May be called from any thread.</summary>
    public long[] Ends() => Array.ConvertAll(_ends, static end => end);

    /// <summary>For each partition the offset of the first acknowledged message; -1 where there is none. May be called from any thread.</summary>
    public long[] Starts() => Array.ConvertAll(_starts, static start => start);

    /// <summary>Hands a message over; waits while the gate is closed or too many are in flight.</summary>
    /// <param name="partition">The partition's number.</param>
    /// <param name="key">The key or null; copied before this returns.</param>
    /// <param name="value">The payload or null; copied before this returns.</param>
    /// <param name="tag">Comes back when the message is acknowledged.</param>
    /// <param name="cancellationToken">Ends the wait.</param>
    /// <exception cref="ProduceFailedException">This message or an earlier one was refused for good.</exception>
    /// <exception cref="OperationCanceledException">The wait was ended; the message is not handed over.</exception>
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
        while (!TryHandOver(partition, message))
        {
            _room.Reset();
            _room.Wait(WaitSlice, cancellationToken);
            ThrowIfFailed();
        }
    }

    /// <summary>Returns when everything handed over is acknowledged.</summary>
    /// <exception cref="ProduceFailedException">A message was refused for good.</exception>
    /// <exception cref="OperationCanceledException">The wait was ended.</exception>
    public void Flush(CancellationToken cancellationToken)
    {
        // Not the client's own Flush: that calls back on this thread too, beside the client's.
        _isFlushing = true;
        while (Volatile.Read(ref _inFlight) > 0)
        {
            ThrowIfFailed();
            _settled.Wait(WaitSlice, cancellationToken);
        }

        _isFlushing = false;
        ThrowIfFailed();
    }

    /// <summary>Ends the client. What is not acknowledged by now may or may not be in the log.</summary>
    public void Dispose()
    {
        _producer.Dispose();
        _room.Dispose();
        _settled.Dispose();
    }

    private bool TryHandOver(int partition, InFlight<TTag> message)
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

    // On the client's own thread, one call at a time.
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
                $"Kafka: {error.Reason}. This producer cannot go on; what it sent last may or may not be in the log.");
        }
        else
        {
            onTrouble($"Kafka: {error.Reason}. The client keeps trying.");
        }
    }

    private ProduceFailedException Refused(int partition, Error error) => new(
        error.Code == ErrorCode.MsgSizeTooLarge
            ? $"A message for {_options.Topic}[{partition}] is larger than this client or the broker takes ({error.Reason}). Raise " +
              $"{KafkaOptions.Section}:Client:message.max.bytes here and message.max.bytes at the broker, or leave the message out."
            : $"A message for {_options.Topic}[{partition}] at {_options.BootstrapServers} was not acknowledged: {error.Reason}. " +
              "It may or may not be in the log.");

    private void ThrowIfFailed()
    {
        if (_failure is { } failure)
        {
            throw failure;
        }
    }
}
