using System.Text;
using PathwayOrleans.Aggregation.Events;
using PathwayOrleans.Producer.Kafka;
using PathwayOrleans.Producer.Load;
using PathwayOrleans.Sources.Kafka;

namespace PathwayOrleans.Producer.Replay;

/// <summary>
/// Produces the lines of a stream as they are, good or bad: it is the reader that judges them. A line that is an
/// event goes under its user's id as key, any other one without a key, in turn to each partition. Empty lines are
/// left out.
/// </summary>
public sealed class NdjsonReplayer : IDisposable
{
    private readonly double _rate;
    private readonly TimeProvider _time;
    private readonly TopicWriter<byte> _writer;
    private readonly EventParser _parser = new(new UserIdPool());

    /// <summary>Connects and looks the topic up.</summary>
    /// <param name="kafka">Where to; validated.</param>
    /// <param name="rate">Lines a second; 0 produces as fast as it goes.</param>
    /// <param name="time">The clock.</param>
    /// <param name="onTrouble">Hears of connection troubles, which the client overcomes by itself.</param>
    /// <exception cref="ProduceFailedException">No broker answers, or there is no such topic.</exception>
    public NdjsonReplayer(KafkaOptions kafka, double rate, TimeProvider time, Action<string> onTrouble)
    {
        _rate = rate;
        _time = time;
        _writer = new TopicWriter<byte>(kafka, static (_, _, _) => { }, onTrouble);
    }

    /// <summary>Lines that the broker has. May be read from any thread.</summary>
    public long Acknowledged => _writer.Acknowledged;

    /// <summary>Produces everything, on the calling thread; returns when all is acknowledged.</summary>
    /// <exception cref="ProduceFailedException">A line was refused for good.</exception>
    /// <exception cref="IOException">The stream cannot be read.</exception>
    /// <exception cref="OperationCanceledException">It was told to stop.</exception>
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
            byte[]? key = _parser.Parse(line, out ParsedEvent parsed) == RejectionReason.None ? Encoding.UTF8.GetBytes(parsed.UserId) : null;
            int partition = key is null ? (int)(number % _writer.Partitions) : KeyPartitioner.PartitionOf(key, _writer.Partitions);
            _writer.Write(partition, key, line.ToArray(), 0, cancellationToken);
            number++;
        }

        _writer.Flush(cancellationToken);
    }

    /// <summary>Ends the client.</summary>
    public void Dispose() => _writer.Dispose();
}
