namespace PathwayOrleans.Pipelines.Tests.State;

/// <summary>
/// Computes a user's expected aggregate from the whole list of deliveries: a delivery counts if no
/// earlier one of its partition has its position or a higher one.
/// </summary>
internal sealed class FenceOracle
{
    internal sealed record Delivery(string Source, int Partition, long Offset, double Value, long Time);

    private readonly List<Delivery> _delivered = [];
    private readonly List<Delivery> _counted = [];

    internal long Count => _counted.Count;

    internal double Total => _counted.Aggregate(0.0, (sum, delivery) => sum + delivery.Value);

    internal long LastEventTime => _counted.Select(delivery => delivery.Time).DefaultIfEmpty(0).Max();

    internal bool Deliver(Delivery delivery)
    {
        bool counts = !_delivered.Exists(earlier =>
            earlier.Source == delivery.Source && earlier.Partition == delivery.Partition && earlier.Offset >= delivery.Offset);
        _delivered.Add(delivery);
        if (counts)
        {
            _counted.Add(delivery);
        }

        return counts;
    }

    internal long? LastApplied(string source, int partition) =>
        _counted.Where(d => d.Source == source && d.Partition == partition).Select(d => (long?)d.Offset).Max();
}
