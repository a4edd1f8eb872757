using System.Diagnostics.CodeAnalysis;
using PathwayOrleans.Aggregation;
using PathwayOrleans.Engine.Partitions;

namespace PathwayOrleans.Standalone;

/// <summary>The partitions that are assigned to this process.</summary>
/// <param name="identityOf">Maps a partition number of the reader to the partition that its positions belong to.</param>
internal sealed class PartitionTable(Func<int, SourcePartition> identityOf)
{
    private readonly SortedDictionary<int, TrackedPartition> _partitions = [];
    private TrackedPartition?[] _byNumber = new TrackedPartition?[16];

    /// <summary>Creates a table for one source, whose own partition numbers the reader uses.</summary>
    internal PartitionTable(string source)
        : this(number => SourcePartition.Of(source, number))
    {
    }

    internal IReadOnlyCollection<TrackedPartition> All => _partitions.Values;

    internal TrackedPartition Add(int number)
    {
        var partition = new TrackedPartition(number, identityOf(number));
        _partitions[number] = partition;
        if (number >= _byNumber.Length)
        {
            Array.Resize(ref _byNumber, Math.Max(number + 1, _byNumber.Length * 2));
        }

        _byNumber[number] = partition;
        return partition;
    }

    internal bool TryGet(int number, [NotNullWhen(true)] out TrackedPartition? partition)
    {
        partition = (uint)number < (uint)_byNumber.Length ? _byNumber[number] : null;
        return partition is not null;
    }

    internal void Remove(int number)
    {
        if (_partitions.Remove(number))
        {
            _byNumber[number] = null;
        }
    }

    /// <summary>Whether a partition is still assigned, and has not been revoked and assigned again since.</summary>
    internal bool Has(ReadPartition partition) =>
        TryGet(partition.Number, out TrackedPartition? current) && ReferenceEquals(current, partition);
}
