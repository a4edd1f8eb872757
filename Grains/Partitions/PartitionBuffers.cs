using System.Collections.Concurrent;
using System.Diagnostics.CodeAnalysis;

namespace PathwayOrleans.Grains.Partitions;

/// <summary>The partitions that this silo reads.</summary>
internal sealed class PartitionBuffers
{
    private readonly ConcurrentDictionary<int, PartitionBuffer> _buffers = new();

    internal IEnumerable<PartitionBuffer> All => _buffers.Values.OrderBy(buffer => buffer.Number);

    internal bool TryGet(int partition, [NotNullWhen(true)] out PartitionBuffer? buffer) =>
        _buffers.TryGetValue(partition, out buffer);

    internal void Add(PartitionBuffer buffer) => _buffers[buffer.Number] = buffer;

    /// <summary>Removes a buffer, unless it has been replaced by another one.</summary>
    internal void Remove(PartitionBuffer buffer) => _buffers.TryRemove(KeyValuePair.Create(buffer.Number, buffer));
}
