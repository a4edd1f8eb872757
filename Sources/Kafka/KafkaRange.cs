using PathwayOrleans.Aggregation;

namespace PathwayOrleans.Sources.Kafka;

/// <summary>Part of a partition's log: <c>[From, To)</c>.</summary>
/// <param name="Partition">The partition's number.</param>
/// <param name="From">The first position of it.</param>
/// <param name="To">The first position after it.</param>
/// <param name="Log">What the log held when it was looked up.</param>
public readonly record struct KafkaRange(int Partition, Position From, Position To, LogBounds Log);
