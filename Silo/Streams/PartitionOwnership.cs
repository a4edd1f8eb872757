using System.Collections.Concurrent;

namespace PathwayOrleans.Silo.Streams;

/// <summary>
/// Tells what waits for a partition when this silo is to give it up: the balancer has assigned it to another silo, or the process
/// stops. Orleans closes a partition only after the last request of its agent has ended, so a request must not wait for a record
/// then. Thread-safe.
/// </summary>
/// <param name="stopping">Cancelled when the process begins to stop.</param>
internal sealed class PartitionOwnership(CancellationToken stopping)
{
    private readonly ConcurrentDictionary<int, CancellationTokenSource> _ends = new();

    /// <summary>
    /// A token that is cancelled when this silo is to give the partition up, and until it is assigned to it again.
    /// </summary>
    internal CancellationToken EndOf(int partition) =>
        _ends.GetOrAdd(partition, _ => CancellationTokenSource.CreateLinkedTokenSource(stopping)).Token;

    /// <summary>Takes the partitions that are assigned to this silo now.</summary>
    internal void Update(IEnumerable<int> owned)
    {
        HashSet<int> kept = [.. owned];
        foreach ((int partition, CancellationTokenSource end) in _ends)
        {
            if (!kept.Contains(partition))
            {
                end.Cancel();
            }
            else if (end.IsCancellationRequested)
            {
                _ends.TryRemove(KeyValuePair.Create(partition, end));
            }
        }
    }
}
