using PathwayOrleans.Aggregation;

namespace PathwayOrleans.Sources.Kafka;

/// <summary>Part of a partition's log: <c>[From, To)</c>.</summary>
/// <param name="Partition">The partition's number.</param>
/// <param name="From">The first position of it.</param>
/// <param name="To">The first position after it.</param>
/// <param name="Log">The bounds of the log when the range was resolved.</param>
internal readonly record struct KafkaRange(int Partition, Position From, Position To, LogBounds Log);
