using PathwayOrleans.Engine.Status;
using PathwayOrleans.Sources;

namespace PathwayOrleans.Standalone;

/// <summary>The status of the engine, published by the engine's thread for any thread to read.</summary>
internal sealed class PartitionStatusSnapshot(TimeProvider time)
{
    private static readonly TimeSpan Interval = TimeSpan.FromMilliseconds(100);

    private volatile PartitionStatus[] _partitions = [];
    private long _eventsInFlight;
    private int _usersInMemory;
    private long _published;

    internal IReadOnlyList<PartitionStatus> Partitions => _partitions;

    /// <summary>Events that were read and are not durable yet.</summary>
    internal long EventsInFlight => Volatile.Read(ref _eventsInFlight);

    internal int UsersInMemory => Volatile.Read(ref _usersInMemory);

    /// <summary>
    /// Publishes the status. The partitions are published at most ten times a second, unless their number has changed.
    /// </summary>
    internal void Publish(
        IReadOnlyCollection<TrackedPartition> partitions, long eventsInFlight, int usersInMemory, IPartitionedReader reader)
    {
        Volatile.Write(ref _eventsInFlight, eventsInFlight);
        Volatile.Write(ref _usersInMemory, usersInMemory);
        if (partitions.Count == _partitions.Length && time.GetElapsedTime(_published) < Interval)
        {
            return;
        }

        _published = time.GetTimestamp();
        _partitions = [.. partitions.Select(partition => partition.ToStatus(reader.EndOf(partition.Number)))];
    }
}
