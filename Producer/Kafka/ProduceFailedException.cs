namespace PathwayOrleans.Producer.Kafka;

/// <summary>Producing cannot go on: the broker or the client refused a message for good, or does not answer.</summary>
public sealed class ProduceFailedException(string message, Exception? inner = null) : Exception(message, inner);
