using System.Text;
using PathwayOrleans.Aggregation.Events;
using PathwayOrleans.Producer.Kafka;
using PathwayOrleans.Sources.Kafka;

namespace PathwayOrleans.Producer.Load;

/// <summary>Finds the key of a line's message; null for none.</summary>
public delegate byte[]? LineKey(ReadOnlySpan<byte> line);

/// <summary>
/// Produces the lines of a stream unchanged, valid or not; the reader validates them. A line without a key goes to the partitions
/// in turn. Empty lines are skipped.
/// </summary>
public sealed class NdjsonReplayer : ITopicLoad
{
    private readonly LineReader _lines;
    private readonly double _rate;
    private readonly TimeProvider _time;
    private readonly LineKey _keyOf;
    private readonly TopicWriter<byte> _writer;
    private long _number;

    /// <summary>Connects and looks up the topic.</summary>
    /// <param name="stream">The lines.</param>
    /// <param name="kafka">Brokers and topic; validated.</param>
    /// <param name="rate">Lines per second; 0 = unlimited.</param>
    /// <param name="time">The clock.</param>
    /// <param name="onTrouble">Called with connection errors, from which the client recovers by itself.</param>
    /// <param name="keyOf">The key of a line; by default the user id of a valid built-in event.</param>
    /// <param name="gate">Limits the producer per partition; null for no limit.</param>
    /// <exception cref="ProduceFailedException">No broker answers, or the topic does not exist.</exception>
    public NdjsonReplayer(
        Stream stream, KafkaOptions kafka, double rate, TimeProvider time, Action<string> onTrouble, LineKey? keyOf = null,
        IProducerGate? gate = null)
    {
        _lines = new LineReader(stream);
        _rate = rate;
        _time = time;
        _keyOf = keyOf ?? UserIds();
        _writer = new TopicWriter<byte>(kafka, static (_, _, _) => { }, onTrouble, gate);
    }

    public int Partitions => _writer.Partitions;

    public long Acknowledged => _writer.Acknowledged;

    public long Unplaced => _writer.Unplaced;

    public long[] Ends() => _writer.Ends();

    public long[] Starts() => _writer.Starts();

    /// <summary>The number of lines that are not empty.</summary>
    /// <exception cref="IOException">The stream cannot be read.</exception>
    public static long Count(Stream stream)
    {
        var lines = new LineReader(stream);
        long count = 0;
        while (lines.TryRead(out ReadOnlySpan<byte> line))
        {
            count += line.IsEmpty ? 0 : 1;
        }

        return count;
    }

    /// <summary>Produces all remaining lines on the calling thread; returns when they are acknowledged.</summary>
    /// <exception cref="ProduceFailedException">A line failed with a non-transient error.</exception>
    /// <exception cref="IOException">The stream cannot be read.</exception>
    /// <exception cref="OperationCanceledException">It was cancelled.</exception>
    public void Run(CancellationToken cancellationToken) => Run(long.MaxValue, cancellationToken);

    public void Run(long count, CancellationToken cancellationToken)
    {
        var pacer = new Pacer(_rate, _time);
        long number = 0;
        while (number < count && _lines.TryRead(out ReadOnlySpan<byte> line))
        {
            cancellationToken.ThrowIfCancellationRequested();
            if (line.IsEmpty)
            {
                continue;
            }

            pacer.Wait(number, cancellationToken);
            byte[]? key = _keyOf(line);
            int partition = key is null
                ? (int)(_number % _writer.Partitions)
                : KeyPartitioner.PartitionOf(key, _writer.Partitions);
            _writer.Write(partition, key, line.ToArray(), 0, cancellationToken);
            number++;
            _number++;
        }

        _writer.Flush(cancellationToken);
    }

    /// <summary>Disposes the client.</summary>
    public void Dispose() => _writer.Dispose();

    // Which times are accepted is the reader's configuration, and does not matter for the key.
    private static LineKey UserIds()
    {
        var parser = new EventParser(new UserIdPool(), new EventRules(EventLimits.MinTime));
        return line => parser.Parse(line, out ParsedEvent parsed) == RejectionReason.None
            ? Encoding.UTF8.GetBytes(parsed.UserId)
            : null;
    }
}
