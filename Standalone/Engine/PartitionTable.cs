using System.Diagnostics.CodeAnalysis;
using PathwayOrleans.Aggregation;

namespace PathwayOrleans.Standalone.Engine;

/// <summary>The partitions that this process has.</summary>
/// <param name="identityOf">Whose positions those of a reader's partition are.</param>
internal sealed class PartitionTable(Func<int, SourcePartition> identityOf)
{
    private readonly SortedDictionary<int, TrackedPartition> _partitions = [];
    private TrackedPartition?[] _byNumber = new TrackedPartition?[16];

    /// <summary>The partitions of one source, under its own numbers.</summary>
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

    /// <summary>Whether this very assignment still stands.</summary>
    internal bool Has(TrackedPartition partition) =>
        TryGet(partition.Number, out TrackedPartition? current) && ReferenceEquals(current, partition);
}
