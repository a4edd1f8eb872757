using PathwayOrleans.CommandLine;
using PathwayOrleans.Producer.Events;
using PathwayOrleans.Producer.Kafka;
using PathwayOrleans.Sources.Kafka;

namespace PathwayOrleans.Producer.Load;

/// <summary>
/// Produces a load. The key of an event is its user id, so that the events of a user are in one partition, in order.
/// </summary>
public sealed class LoadGenerator : ITopicLoad
{
    private readonly EventSequence _sequence;
    private readonly double _rate;
    private readonly TimeProvider _time;
    private readonly TopicWriter<MessageMeaning> _writer;

    /// <summary>Connects and looks up the topic.</summary>
    /// <param name="kafka">Brokers and topic; validated.</param>
    /// <param name="options">The events.</param>
    /// <param name="rate">Messages per second; 0 = unlimited.</param>
    /// <param name="time">The clock.</param>
    /// <param name="onTrouble">Called with connection errors, from which the client recovers by itself.</param>
    /// <param name="gate">Limits the producer per partition; null for no limit.</param>
    /// <param name="keepsLog">Whether the expectation records the offset of each event; costs 24 bytes for each.</param>
    /// <exception cref="CommandFailedException">An option is out of range.</exception>
    /// <exception cref="ProduceFailedException">No broker answers, or the topic does not exist.</exception>
    public LoadGenerator(
        KafkaOptions kafka, LoadOptions options, double rate, TimeProvider time, Action<string> onTrouble,
        IProducerGate? gate = null, bool keepsLog = false)
    {
        ArgumentNullException.ThrowIfNull(options);
        _sequence = new EventSequence(options);
        NumberRange.Require(double.IsFinite(rate) && rate >= 0, "--rate", rate, "0 (unlimited) or more");
        _rate = rate;
        _time = time;
        Expectation = new LoadExpectation(options, keepsLog);
        _writer = new TopicWriter<MessageMeaning>(kafka, Expectation.Add, onTrouble, gate);
    }

    /// <summary>The result that a reader must arrive at.</summary>
    public LoadExpectation Expectation { get; }

    public int Partitions => _writer.Partitions;

    /// <summary>The number of acknowledged messages, valid or malformed.</summary>
    public long Acknowledged => _writer.Acknowledged;

    /// <summary>
    /// The number of acknowledged messages without an offset. If there are any, neither their dead letters nor the end of the log
    /// are known. May be read from any thread.
    /// </summary>
    public long Unplaced => _writer.Unplaced;

    public long[] Ends() => _writer.Ends();

    public long[] Starts() => _writer.Starts();

    /// <summary>Produces all remaining messages on the calling thread; returns when they are acknowledged.</summary>
    /// <exception cref="ProduceFailedException">A message failed with a non-transient error.</exception>
    /// <exception cref="OperationCanceledException">It was cancelled.</exception>
    public void Run(CancellationToken cancellationToken) => Run(long.MaxValue, cancellationToken);

    public void Run(long count, CancellationToken cancellationToken)
    {
        var pacer = new Pacer(_rate, _time);
        for (long number = 0; number < count && _sequence.TryNext(out GeneratedMessage message); number++)
        {
            cancellationToken.ThrowIfCancellationRequested();
            pacer.Wait(number, cancellationToken);
            int partition = KeyPartitioner.PartitionOf(message.Key, _writer.Partitions);
            _writer.Write(partition, message.Key, message.Value, message.Meaning, cancellationToken);
        }

        _writer.Flush(cancellationToken);
    }

    /// <summary>Disposes the client.</summary>
    public void Dispose() => _writer.Dispose();
}
