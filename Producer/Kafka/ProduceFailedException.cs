using PathwayOrleans.CommandLine;

namespace PathwayOrleans.Producer.Kafka;

/// <summary>
/// Producing cannot continue: the broker or the client refused a message with a non-transient error, or does not answer.
/// </summary>
public sealed class ProduceFailedException(string message, Exception? inner = null) : CommandFailedException(message, inner);
