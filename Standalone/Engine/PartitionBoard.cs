using PathwayOrleans.Hosting;
using PathwayOrleans.Monitoring.Status;
using PathwayOrleans.Sources;

namespace PathwayOrleans.Standalone.Engine;

/// <summary>Where the engine's thread puts up how its partitions stand, for any thread to read.</summary>
internal sealed class PartitionBoard(TimeProvider time)
{
    private static readonly TimeSpan Interval = TimeSpan.FromMilliseconds(100);

    private volatile PartitionStatus[] _current = [];
    private long _published;

    internal IReadOnlyList<PartitionStatus> Current => _current;

    /// <summary>Puts up the partitions, at most ten times a second.</summary>
    internal void Publish(IReadOnlyCollection<TrackedPartition> partitions, IPartitionedReader reader)
    {
        if (partitions.Count == _current.Length && time.GetElapsedTime(_published) < Interval)
        {
            return;
        }

        _published = time.GetTimestamp();
        _current = partitions.Select(partition => Describe(partition, reader)).ToArray();
    }

    private static PartitionStatus Describe(TrackedPartition partition, IPartitionedReader reader) => new PartitionBooks
    {
        Number = partition.Number,
        State = partition.State,
        Next = partition.Next,
        Start = partition.Start,
        Durable = partition.Durable,
        KnownEnd = partition.KnownEnd,
        HeardEnd = reader.EndOf(partition.Number),
        Error = partition.Error,
    }.ToStatus();
}
