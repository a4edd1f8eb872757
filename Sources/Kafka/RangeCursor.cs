using PathwayOrleans.Aggregation;
using PathwayOrleans.Sources.Bounded;

namespace PathwayOrleans.Sources.Kafka;

/// <summary>How far the engine is with the range of one partition. On the engine's thread.</summary>
internal sealed class RangeCursor
{
    private readonly ReadAhead _ahead = new();
    private readonly KafkaRange _range;
    private bool _isPositioned;

    internal RangeCursor(string source, KafkaRange range)
    {
        _range = range;
        Partition = new BoundedPartition(SourcePartition.Of(source, range.Partition), range.From, range.To, isDense: false);
        if (range.From == range.To)
        {
            SeekTo(range.From);
        }
    }

    internal BoundedPartition Partition { get; }

    /// <summary>Whether the client has the partition.</summary>
    internal bool IsAdded { get; set; }

    /// <summary>The engine wants nothing of it now.</summary>
    internal bool IsPaused { get; set; }

    /// <summary>The client fetches nothing of it now.</summary>
    internal bool IsHeld { get; set; }

    /// <summary>All records of the range have been handed out.</summary>
    internal bool HasEnded { get; private set; }

    /// <summary>The position after the record that was handed out last.</summary>
    internal Position Next { get; set; }

    /// <summary>Whether no more may be handed out before something is durable.</summary>
    internal bool IsAtLimit => _isPositioned && Next.ToOffset() - Partition.Durable.ToOffset() >= _ahead.Limit;

    /// <summary>See <see cref="IBoundedReader.ProblemWith"/>.</summary>
    internal string? ProblemWith(Position? durable)
    {
        if (durable is not { } next || _range.From == _range.To)
        {
            return null;
        }

        if (_range.Log.GapBefore(Partition.Identity, next) is { } gap)
        {
            return gap;
        }

        return next < _range.From
            ? $"{Partition.Identity}: this service has counted everything below {next}, and the range begins at {_range.From}. After it the " +
              $"service would go on at {_range.To}, and the events from {next} to {_range.From} would never be counted. Begin at or before {next} " +
              "(an earlier --from, or none), or count the range under a --service-id of its own."
            : null;
    }

    internal void SeekTo(Position position)
    {
        if (_isPositioned)
        {
            _ahead.Rewound(Math.Max(0, Next.ToOffset() - position.ToOffset()));
        }

        // What is durable beyond the range is none of this run's.
        Position start = position < _range.To ? position : _range.To;
        _isPositioned = true;
        HasEnded = false;
        Next = start;
        Partition.SeekTo(start);
        if (start == _range.To)
        {
            End();
        }
    }

    internal void ReportDurable(Position next)
    {
        Partition.RaiseDurable(next);
        _ahead.Succeeded();
    }

    internal void End()
    {
        HasEnded = true;
        Partition.EndAt(Partition.Frontier);
    }
}
