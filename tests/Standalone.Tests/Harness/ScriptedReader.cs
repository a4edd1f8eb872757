using System.Collections.Concurrent;
using PathwayOrleans.Aggregation;
using PathwayOrleans.Aggregation.Events;
using PathwayOrleans.Sources;

namespace PathwayOrleans.Standalone.Tests.Harness;

/// <summary>
/// A source in memory whose assignments are controlled by the test. With a real consumer group a test could not choose their
/// moments. Actions of the script run on the engine's thread, between two reads.
/// </summary>
internal sealed class ScriptedReader(int partitions) : IPartitionedReader
{
    private readonly List<SourceRecord>[] _logs = Enumerable.Range(0, partitions).Select(_ => new List<SourceRecord>()).ToArray();
    private readonly Dictionary<(int Partition, int Place), byte[]> _contents = [];

    // Filled by each read, as the readers of brokers do.
    private readonly RecordContent _content = new();
    private readonly ConcurrentQueue<Action<IReaderListener>> _script = new();
    private readonly Dictionary<int, int> _positions = [];
    private readonly HashSet<int> _assigned = [];
    private readonly Lock _gate = new();
    private readonly ConcurrentQueue<long> _reportedEnds = new();
    private IReaderListener? _listener;
    private int _queries;

    public bool IsMember => true;

    internal ConcurrentDictionary<int, Position> Reported { get; } = new();

    internal int Seeks { get; private set; }

    /// <summary>Whether it delivers nothing, like a client that is slow or cut off.</summary>
    internal bool IsStalled { get; set; }

    /// <summary>Whether it answers no query.</summary>
    internal bool IsAway { get; set; }

    /// <summary>How often the bounds of a log were asked for.</summary>
    internal int Queries => Volatile.Read(ref _queries);

    /// <summary>The end that the next query gets, as if it had been made earlier.</summary>
    internal void ReportEnd(long end) => _reportedEnds.Enqueue(end);

    internal void Append(int partition, string userId, double value, long? time = null, long? recorded = null)
    {
        lock (_gate)
        {
            List<SourceRecord> log = _logs[partition];
            log.Add(new SourceRecord(
                partition, Position.FromOffset(log.Count), new UserEvent(userId, value, time ?? 1_700_000_000_000 + log.Count),
                RejectionReason.None, null, recorded));
        }
    }

    /// <summary>Appends a record that is delivered as its bytes.</summary>
    internal void Append(int partition, byte[] content)
    {
        lock (_gate)
        {
            List<SourceRecord> log = _logs[partition];
            _contents.Add((partition, log.Count), content);
            log.Add(new SourceRecord(
                partition, Position.FromOffset(log.Count), default, RejectionReason.None, null, Recorded: null));
        }
    }

    internal void Assign(params int[] numbers) => _script.Enqueue(listener =>
    {
        _assigned.UnionWith(numbers);
        listener.OnAssigned(numbers);
    });

    internal void Revoke(params int[] numbers) => _script.Enqueue(listener =>
    {
        Release(numbers);
        listener.OnRevoked(numbers);
    });

    internal void Lose(params int[] numbers) => _script.Enqueue(listener =>
    {
        Release(numbers);
        listener.OnLost(numbers);
    });

    internal void LosePosition(int number) => _script.Enqueue(listener =>
    {
        _positions.Remove(number);
        listener.OnPositionLost(number, "scripted");
    });

    public void Start(IReaderListener listener) => _listener = listener;

    public bool TryRead(TimeSpan wait, out SourceRecord record)
    {
        record = default;
        while (_script.TryDequeue(out Action<IReaderListener>? action))
        {
            action(_listener!);
        }

        lock (_gate)
        {
            foreach ((int partition, int next) in _positions)
            {
                if (!IsStalled && next < _logs[partition].Count)
                {
                    record = _logs[partition][next];
                    if (_contents.TryGetValue((partition, next), out byte[]? content))
                    {
                        _content.Copy(content);
                        record = record with { Content = _content };
                    }

                    _positions[partition] = next + 1;
                    return true;
                }
            }
        }

        Thread.Sleep(wait < TimeSpan.FromMilliseconds(2) ? wait : TimeSpan.FromMilliseconds(2));
        return false;
    }

    public bool TrySeek(int partition, Position position)
    {
        if (!_assigned.Contains(partition))
        {
            return false;
        }

        Seeks++;
        _positions[partition] = (int)position.ToOffset();
        return true;
    }

    public void Pause(IReadOnlyCollection<int> partitions)
    {
    }

    public void Resume(IReadOnlyCollection<int> partitions)
    {
    }

    public void ReportDurable(int partition, Position next) => Reported[partition] = next;

    public Position? EndOf(int partition) => null;

    public Task<LogBounds> QueryBoundsAsync(int partition, CancellationToken cancellationToken)
    {
        Interlocked.Increment(ref _queries);
        if (IsAway)
        {
            throw new SourceUnavailableException("It is away.");
        }

        lock (_gate)
        {
            long end = _reportedEnds.TryDequeue(out long reported) ? reported : _logs[partition].Count;
            return Task.FromResult(new LogBounds(Position.Zero, Position.FromOffset(end)));
        }
    }

    public string? FindGap(SourcePartition partition, LogBounds bounds, Position? next) =>
        next is { } position && !bounds.Holds(position) ? $"{partition}: the log does not hold {position}" : null;

    public Task<bool> IsReachableAsync(CancellationToken cancellationToken) => Task.FromResult(true);

    public void Close() => _listener!.OnRevoked([.. _assigned]);

    public void Dispose()
    {
    }

    private void Release(int[] numbers)
    {
        _assigned.ExceptWith(numbers);
        foreach (int number in numbers)
        {
            _positions.Remove(number);
        }
    }
}
