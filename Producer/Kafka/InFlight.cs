using Confluent.Kafka;

namespace PathwayOrleans.Producer.Kafka;

/// <summary>A message that is not acknowledged yet. Instances and their delegates are reused.</summary>
internal sealed class InFlight<TTag>
{
    internal InFlight(Action<InFlight<TTag>, DeliveryReport<byte[], byte[]>> onDelivered) =>
        Handler = report => onDelivered(this, report);

    internal Action<DeliveryReport<byte[], byte[]>> Handler { get; }

    internal TTag? Tag { get; set; }
}
