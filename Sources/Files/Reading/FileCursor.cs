using PathwayOrleans.Aggregation;

namespace PathwayOrleans.Sources.Files.Reading;

/// <summary>How far the engine has read one file. Belongs to the engine's thread.</summary>
internal sealed class FileCursor
{
    private readonly ReadAhead _ahead = new();
    private bool _isPositioned;

    internal FileCursor(int number, IndexedFile file)
    {
        Number = number;
        Partition = new BoundedPartition(file.Identity, Position.Zero, Position.FromOffset(file.Records), isDense: true);
    }

    internal int Number { get; }

    internal BoundedPartition Partition { get; }

    internal bool IsPaused { get; set; }

    /// <summary>Whether its end is durable and the pipeline has been told.</summary>
    internal bool IsDone { get; set; }

    /// <summary>The record that is delivered next.</summary>
    internal long Next { get; private set; }

    /// <summary>How many records may be delivered now.</summary>
    internal long Allowed => _isPositioned && !IsPaused ? _ahead.Limit - Math.Max(0, Next - Partition.Durable.ToOffset()) : 0;

    /// <summary>Whether records that may be delivered now are left, parsed or not.</summary>
    internal bool HasMore => Next < Partition.Limit.ToOffset() && Allowed > 0;

    internal void SeekTo(Position position)
    {
        long record = position.ToOffset();
        if (_isPositioned)
        {
            _ahead.Rewound(Next - record);
        }

        _isPositioned = true;
        Next = record;
        Partition.SeekTo(position);
    }

    internal void Deliver(long next)
    {
        Partition.Deliver(Position.FromOffset(next), next - Next);
        Next = next;
    }

    internal void ReportDurable(Position next)
    {
        Partition.RaiseDurable(next);
        _ahead.Succeeded();
    }
}
