using PathwayOrleans.Producer.Events;
using PathwayOrleans.Producer.Kafka;
using PathwayOrleans.Sources.Kafka;

namespace PathwayOrleans.Producer.Load;

/// <summary>
/// Produces a load: every event under its user's id as key, so that a user's events stay in one partition, in
/// order.
/// </summary>
public sealed class LoadGenerator : IDisposable
{
    private readonly EventSequence _sequence;
    private readonly double _rate;
    private readonly TimeProvider _time;
    private readonly TopicWriter<MessageMeaning> _writer;

    /// <summary>Connects and looks the topic up.</summary>
    /// <param name="kafka">Where to; validated.</param>
    /// <param name="options">Which events.</param>
    /// <param name="rate">Messages a second; 0 produces as fast as it goes.</param>
    /// <param name="time">The clock.</param>
    /// <param name="onTrouble">Hears of connection troubles, which the client overcomes by itself.</param>
    /// <param name="gate">Holds partitions back; null for none.</param>
    /// <param name="keepsLog">Whether the expectation is to know where each event stands: 24 bytes for each.</param>
    /// <exception cref="ArgumentException">An option is out of its range.</exception>
    /// <exception cref="ProduceFailedException">No broker answers, or there is no such topic.</exception>
    public LoadGenerator(
        KafkaOptions kafka, LoadOptions options, double rate, TimeProvider time, Action<string> onTrouble, IProducerGate? gate = null,
        bool keepsLog = false)
    {
        ArgumentNullException.ThrowIfNull(options);
        _sequence = new EventSequence(options);
        if (!double.IsFinite(rate) || rate < 0)
        {
            throw new ArgumentException($"The rate is {rate}; 0 (as fast as it goes) or more a second is right.", nameof(rate));
        }

        _rate = rate;
        _time = time;
        Expectation = new LoadExpectation(options, keepsLog);
        _writer = new TopicWriter<MessageMeaning>(kafka, Expectation.Add, onTrouble, gate);
    }

    /// <summary>What a reader must come to.</summary>
    public LoadExpectation Expectation { get; }

    /// <summary>How many partitions the topic has.</summary>
    public int Partitions => _writer.Partitions;

    /// <summary>Messages that the broker has, events or not. May be read from any thread.</summary>
    public long Acknowledged => _writer.Acknowledged;

    /// <summary>
    /// Messages that the broker has, and of which it did not say where, so that neither their dead letters nor the
    /// log's end are known. May be read from any thread.
    /// </summary>
    public long Unplaced => _writer.Unplaced;

    /// <summary>For each partition the offset after the last acknowledged message; 0 where there is none. May be called from any thread.</summary>
    public long[] Ends() => _writer.Ends();

    /// <summary>For each partition the offset of the first acknowledged message; -1 where there is none. May be called from any thread.</summary>
    public long[] Starts() => _writer.Starts();

    /// <summary>Produces everything that is left, on the calling thread; returns when all is acknowledged.</summary>
    /// <exception cref="ProduceFailedException">A message was refused for good.</exception>
    /// <exception cref="OperationCanceledException">It was told to stop.</exception>
    public void Run(CancellationToken cancellationToken) => Run(long.MaxValue, cancellationToken);

    /// <summary>Produces the next messages, on the calling thread; returns when they are acknowledged.</summary>
    /// <param name="count">How many; fewer where no more are left.</param>
    /// <param name="cancellationToken">Ends it early.</param>
    /// <exception cref="ProduceFailedException">A message was refused for good.</exception>
    /// <exception cref="OperationCanceledException">It was told to stop.</exception>
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

    /// <summary>Ends the client.</summary>
    public void Dispose() => _writer.Dispose();
}
