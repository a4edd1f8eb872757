using PathwayOrleans.Aggregation;
using PathwayOrleans.Sources.Bounded;

namespace PathwayOrleans.Sources.Files.Reading;

/// <summary>How far the engine is with one file. On the engine's thread.</summary>
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

    /// <summary>Its end is durable and has been noticed.</summary>
    internal bool IsDone { get; set; }

    /// <summary>The record that is handed out next.</summary>
    internal long Next { get; private set; }

    /// <summary>How many records may be handed out now.</summary>
    internal long Allowed => _isPositioned && !IsPaused ? _ahead.Limit - Math.Max(0, Next - Partition.Durable.ToOffset()) : 0;

    /// <summary>Whether records are left that may be handed out now, parsed or not.</summary>
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
