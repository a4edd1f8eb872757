using System.Collections.Concurrent;
using System.Diagnostics.CodeAnalysis;

namespace PathwayOrleans.Grains.Partitions;

/// <summary>The partitions that this silo reads.</summary>
internal sealed class PartitionFlows
{
    private readonly ConcurrentDictionary<int, PartitionFlow> _flows = new();

    internal IEnumerable<PartitionFlow> All => _flows.Values.OrderBy(flow => flow.Number);

    internal bool TryGet(int partition, [NotNullWhen(true)] out PartitionFlow? flow) => _flows.TryGetValue(partition, out flow);

    internal void Add(PartitionFlow flow) => _flows[flow.Number] = flow;

    /// <summary>Takes a flow out, unless another one has taken its place.</summary>
    internal void Remove(PartitionFlow flow) => _flows.TryRemove(KeyValuePair.Create(flow.Number, flow));
}
