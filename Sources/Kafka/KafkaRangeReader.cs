using Microsoft.Extensions.Logging;
using PathwayOrleans.Aggregation;
using PathwayOrleans.Aggregation.Events;

namespace PathwayOrleans.Sources.Kafka;

/// <summary>
/// Reads a range of each partition of a topic and nothing beyond it. It joins no consumer group and commits no offsets.
/// A partition's index in <see cref="Inputs"/> is its number in the topic.
/// </summary>
internal sealed class KafkaRangeReader : IBoundedReader
{
    private readonly KafkaAssignedReader _reader;
    private readonly KafkaRange[] _ranges;
    private readonly RangeCursor[] _cursors;
    private readonly TaskCompletionSource _finished = new(TaskCreationOptions.RunContinuationsAsynchronously);

    /// <param name="options">The topic.</param>
    /// <param name="rules">The limits of events.</param>
    /// <param name="source">The name under which its positions are kept.</param>
    /// <param name="ranges">The range of each partition, in their order, from 0.</param>
    /// <param name="loggers">For the client's errors.</param>
    /// <param name="delivery">The form of records; null for events.</param>
    /// <exception cref="InvalidOperationException">librdkafka rejects a property.</exception>
    public KafkaRangeReader(
        KafkaOptions options, EventRules rules, string source, IReadOnlyList<KafkaRange> ranges, ILoggerFactory loggers,
        RecordDelivery? delivery = null)
    {
        ArgumentNullException.ThrowIfNull(options);
        ArgumentNullException.ThrowIfNull(ranges);
        _ranges = [.. ranges];
        _cursors = [.. ranges.Select(range => new RangeCursor(source, range))];
        _reader = new KafkaAssignedReader(options, rules, loggers.CreateLogger<KafkaAssignedReader>(), delivery);
        Inputs = [.. _cursors.Select(cursor => cursor.Partition)];
    }

    public IReadOnlyList<BoundedPartition> Inputs { get; }

    public Task Finished => _finished.Task;

    public bool IsMember => true;

    public string? ProblemWith(int partition, Position? durable) => _cursors[partition].ProblemWith(durable);

    public void Start(IReaderListener listener)
    {
        ArgumentNullException.ThrowIfNull(listener);
        _reader.Start(listener);
        listener.OnAssigned([.. _ranges.Where(range => range.From < range.To).Select(range => range.Partition)]);
        NoticeEnd();
    }

    public bool TryRead(TimeSpan wait, out SourceRecord record)
    {
        while (_reader.TryRead(wait, out record))
        {
            RangeCursor cursor = _cursors[record.Partition];
            if (!cursor.HasEnded && (record.Position < cursor.Partition.Limit || TryPassRest(cursor, out record)))
            {
                Deliver(cursor, record);
                return true;
            }

            wait = TimeSpan.Zero;
        }

        return false;
    }

    public bool TrySeek(int partition, Position position)
    {
        RangeCursor cursor = _cursors[partition];
        if (position < cursor.Partition.Limit)
        {
            if (!cursor.IsAdded)
            {
                _reader.Add(partition, position);
                cursor.IsAdded = true;
            }
            else if (!_reader.TrySeek(partition, position))
            {
                return false;
            }
        }

        cursor.SeekTo(position);
        Hold(cursor);
        NoticeEnd();
        return true;
    }

    public void Pause(IReadOnlyCollection<int> partitions) => SetPaused(partitions, isPaused: true);

    public void Resume(IReadOnlyCollection<int> partitions) => SetPaused(partitions, isPaused: false);

    public void ReportDurable(int partition, Position next)
    {
        RangeCursor cursor = _cursors[partition];
        cursor.ReportDurable(next);
        Hold(cursor);
        NoticeEnd();
    }

    public Position? EndOf(int partition) => _cursors[partition].Partition.End;

    /// <summary>The bounds of the log, with the start of the range in place of an earlier start.</summary>
    public async Task<LogBounds> QueryBoundsAsync(int partition, CancellationToken cancellationToken)
    {
        LogBounds log = await _reader.QueryBoundsAsync(partition, cancellationToken);
        Position from = _ranges[partition].From;
        return log with { Low = log.Low > from ? log.Low : from };
    }

    public string? FindGap(SourcePartition partition, LogBounds bounds, Position? next) =>
        _reader.FindGap(partition, bounds, next);

    public Task<bool> IsReachableAsync(CancellationToken cancellationToken) => _reader.IsReachableAsync(cancellationToken);

    public void Close() => _reader.Close();

    public void Dispose() => _reader.Dispose();

    // A record at or after the limit shows that the rest of the range holds no records.
    private static bool TryPassRest(RangeCursor cursor, out SourceRecord record)
    {
        SourcePartition partition = cursor.Partition.Identity;
        record = SourceRecord.Empty(partition.Partition, Position.FromOffset(cursor.Partition.Limit.ToOffset() - 1));
        return cursor.Next < cursor.Partition.Limit;
    }

    private void Deliver(RangeCursor cursor, in SourceRecord record)
    {
        cursor.Partition.Deliver(record.Position.Next, record.IsEmpty ? 0 : 1);
        cursor.Next = record.Position.Next;
        if (cursor.Next == cursor.Partition.Limit)
        {
            End(cursor);
        }
        else if (cursor.IsAtLimit)
        {
            Hold(cursor);
        }
    }

    private void End(RangeCursor cursor)
    {
        cursor.End();
        Hold(cursor);
        NoticeEnd();
    }

    private void SetPaused(IReadOnlyCollection<int> partitions, bool isPaused)
    {
        foreach (int partition in partitions)
        {
            _cursors[partition].IsPaused = isPaused;
            Hold(_cursors[partition]);
        }
    }

    /// <summary>Pauses or resumes the client's partition if its intended state has changed.</summary>
    private void Hold(RangeCursor cursor)
    {
        bool isHeld = cursor.IsPaused || cursor.HasEnded || cursor.IsAtLimit;
        if (cursor.IsAdded && cursor.IsHeld != isHeld)
        {
            cursor.IsHeld = isHeld;
            int[] partition = [cursor.Partition.Identity.Partition];
            if (isHeld)
            {
                _reader.Pause(partition);
            }
            else
            {
                _reader.Resume(partition);
            }
        }
    }

    private void NoticeEnd()
    {
        if (Array.TrueForAll(_cursors, cursor => cursor.Partition.IsFinished))
        {
            _finished.TrySetResult();
        }
    }
}
