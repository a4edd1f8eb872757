using PathwayOrleans.Aggregation;

namespace PathwayOrleans.Sources.Kafka;

/// <summary>How far the engine has read the range of one partition. Belongs to the engine's thread.</summary>
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

    /// <summary>Whether the partition was added to the client.</summary>
    internal bool IsAdded { get; set; }

    /// <summary>Whether the engine has paused it.</summary>
    internal bool IsPaused { get; set; }

    /// <summary>Whether it is paused in the client.</summary>
    internal bool IsHeld { get; set; }

    /// <summary>Whether all records of the range have been delivered.</summary>
    internal bool HasEnded { get; private set; }

    /// <summary>The position after the record that was delivered last.</summary>
    internal Position Next { get; set; }

    /// <summary>Whether no more may be delivered before something is durable.</summary>
    internal bool IsAtLimit => _isPositioned && Next.ToOffset() - Partition.Durable.ToOffset() >= _ahead.Limit;

    /// <summary>See <see cref="IBoundedReader.ProblemWith"/>.</summary>
    internal string? ProblemWith(Position? durable)
    {
        if (durable is not { } next || _range.From == _range.To)
        {
            return null;
        }

        if (KafkaGap.Find(Partition.Identity, _range.Log, next) is { } gap)
        {
            return gap;
        }

        return next < _range.From
            ? $"{Partition.Identity}: this service has counted everything below {next}, and the range begins at {_range.From}. " +
              $"After the run the service would continue at {_range.To}, and the events from {next} to {_range.From} would " +
              $"never be counted. Begin at or before {next} (an earlier --from, or none), or count the range under another " +
              "--service-id."
            : null;
    }

    internal void SeekTo(Position position)
    {
        if (_isPositioned)
        {
            _ahead.Rewound(Math.Max(0, Next.ToOffset() - position.ToOffset()));
        }

        // Positions beyond the range do not belong to this run.
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
