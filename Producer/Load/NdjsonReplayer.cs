using System.Text;
using PathwayOrleans.Aggregation.Events;
using PathwayOrleans.Producer.Kafka;
using PathwayOrleans.Sources.Kafka;

namespace PathwayOrleans.Producer.Load;

/// <summary>
/// Produces the lines of a stream unchanged, valid or not; the reader validates them. A valid event has its user id as key. Any
/// other line has no key and goes to the partitions in turn. Empty lines are skipped.
/// </summary>
public sealed class NdjsonReplayer : IDisposable
{
    private readonly double _rate;
    private readonly TimeProvider _time;
    private readonly TopicWriter<byte> _writer;

    // Which times are accepted is the reader's configuration, and does not matter for the key.
    private readonly EventParser _parser = new(new UserIdPool(), new EventRules(EventLimits.MinTime));

    /// <summary>Connects and looks up the topic.</summary>
    /// <param name="kafka">Brokers and topic; validated.</param>
    /// <param name="rate">Lines per second; 0 = unlimited.</param>
    /// <param name="time">The clock.</param>
    /// <param name="onTrouble">Called with connection errors, from which the client recovers by itself.</param>
    /// <exception cref="ProduceFailedException">No broker answers, or the topic does not exist.</exception>
    public NdjsonReplayer(KafkaOptions kafka, double rate, TimeProvider time, Action<string> onTrouble)
    {
        _rate = rate;
        _time = time;
        _writer = new TopicWriter<byte>(kafka, static (_, _, _) => { }, onTrouble);
    }

    /// <summary>The number of acknowledged lines. May be read from any thread.</summary>
    public long Acknowledged => _writer.Acknowledged;

    /// <summary>Produces all lines on the calling thread; returns when they are acknowledged.</summary>
    /// <exception cref="ProduceFailedException">A line failed with a non-transient error.</exception>
    /// <exception cref="IOException">The stream cannot be read.</exception>
    /// <exception cref="OperationCanceledException">It was cancelled.</exception>
    public void Run(Stream stream, CancellationToken cancellationToken)
    {
        var lines = new LineReader(stream);
        var pacer = new Pacer(_rate, _time);
        long number = 0;
        while (lines.TryRead(out ReadOnlySpan<byte> line))
        {
            cancellationToken.ThrowIfCancellationRequested();
            if (line.IsEmpty)
            {
                continue;
            }

            pacer.Wait(number, cancellationToken);
            bool isEvent = _parser.Parse(line, out ParsedEvent parsed) == RejectionReason.None;
            byte[]? key = isEvent ? Encoding.UTF8.GetBytes(parsed.UserId) : null;
            int partition = key is null
                ? (int)(number % _writer.Partitions)
                : KeyPartitioner.PartitionOf(key, _writer.Partitions);
            _writer.Write(partition, key, line.ToArray(), 0, cancellationToken);
            number++;
        }

        _writer.Flush(cancellationToken);
    }

    /// <summary>Disposes the client.</summary>
    public void Dispose() => _writer.Dispose();
}
